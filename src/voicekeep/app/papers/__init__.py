"""The papers that a controller must have, made from the code: they cannot say what the program does not do.

Flow        data catalogue, settings, tables of measures and risks, counts -> Paper or Letter -> HTML, PDF, JSON, CSV
Guarantees  1. A category, a field or a column that is new is in every paper and language, or a test fails (R22).
            2. What an operator or an officer typed is text, never markup, in each form.
            3. The same settings on the same day give the same bytes.
I/O         none
Format      docs/records.md
"""

from voicekeep.app.papers.answers import (
    answer_done,
    answer_typed,
    copy_ready,
    own_words,
    question,
    set_again,
    with_end_of_restriction,
)
from voicekeep.app.papers.assessment import assessment, assessment_csv, assessment_json
from voicekeep.app.papers.breach import breach_paper, call_script, filled, form_band, head_of, parts_of
from voicekeep.app.papers.isolation import isolation_paper
from voicekeep.app.papers.labels import contact_told
from voicekeep.app.papers.letters import (
    Correspondence,
    EmptyInLetterError,
    Letter,
    LetterError,
    NotLaterError,
    SomebodyElseInLetterError,
    acknowledgement,
    extension,
    guest_answer,
    guest_paragraphs,
    held_copy,
    refusal,
)
from voicekeep.app.papers.page import body_of, letter_page, page_of
from voicekeep.app.papers.paper import Paper, PaperError
from voicekeep.app.papers.printing import pdf_of_letter, pdf_of_paper
from voicekeep.app.papers.privacy import privacy_csv, privacy_json, privacy_notice
from voicekeep.app.papers.processing import processing_csv, processing_json, record_of_processing
from voicekeep.app.papers.processor_list import processors_csv, processors_json, processors_paper
from voicekeep.app.papers.processors import PROCESSORS, Processor
from voicekeep.app.papers.register import register_csv, register_json, register_paper
from voicekeep.app.papers.shelf import MEDIA_TYPES, PaperName, Shelved, take_down
from voicekeep.app.papers.timeliness import requests_csv, requests_json, requests_paper
from voicekeep.records.rights import ExtensionGround as Ground

__all__ = [
    "MEDIA_TYPES",
    "PROCESSORS",
    "Correspondence",
    "EmptyInLetterError",
    "Ground",
    "Letter",
    "LetterError",
    "NotLaterError",
    "Paper",
    "PaperError",
    "PaperName",
    "Processor",
    "Shelved",
    "SomebodyElseInLetterError",
    "acknowledgement",
    "answer_done",
    "answer_typed",
    "assessment",
    "assessment_csv",
    "assessment_json",
    "body_of",
    "breach_paper",
    "call_script",
    "contact_told",
    "copy_ready",
    "extension",
    "filled",
    "form_band",
    "guest_answer",
    "guest_paragraphs",
    "head_of",
    "held_copy",
    "isolation_paper",
    "letter_page",
    "own_words",
    "page_of",
    "parts_of",
    "pdf_of_letter",
    "pdf_of_paper",
    "privacy_csv",
    "privacy_json",
    "privacy_notice",
    "processing_csv",
    "processing_json",
    "processors_csv",
    "processors_json",
    "processors_paper",
    "question",
    "record_of_processing",
    "refusal",
    "register_csv",
    "register_json",
    "register_paper",
    "requests_csv",
    "requests_json",
    "requests_paper",
    "set_again",
    "take_down",
    "with_end_of_restriction",
]
