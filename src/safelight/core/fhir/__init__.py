"""Forms that come from clinics: HL7 FHIR R4 Questionnaire and QuestionnaireResponse."""
