"""What residents think of the service: questionnaires and the answers to them.

Words: a *questionnaire* has numbered *versions*; a version holds its frozen *definition* (questions, order, options,
texts in every language); a *response* is one filled questionnaire, under the *submission id* its form was given; an
*answer* is one question of it. A skipped question has no answer; "not applicable" is an answer. A *desk* token (the QR
code on the counter) says which department, service and desk a response is about. Nothing here knows who answered.
"""
