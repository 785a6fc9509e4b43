"""What a questionnaire may ask and what counts as an answer. Pure."""
