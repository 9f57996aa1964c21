"""Words that make the digits next to them a phone number, and words that make them something else."""

import re


def _any_of(words: str) -> str:
    return "|".join(words.split())


# Anywhere within forty characters before the number.
PHONE_WORDS = re.compile(
    r"phone|\btel\b|\btel[.:eé]|mobile|\bmob\b|\bcell|\bfax|whats ?app|wa\.me|\bsms\b|\bdial|hotline|landline|"
    r"\bcall(?:ed|ing|s)?\b|\btext (?:me|us|him|her)|\bring (?:me|us)|reach (?:me|us|him|her)|"
    r"contact (?:me|us|no|number)|my number|number is|"
    r"handy|\btlf|telefon|rufnummer|rufen|\bruf |anruf|mobil|durchwahl|meine nummer|"
    r"télé|telefo|portable|appel|mon num|joign|"
    r"móvil|movil|celular|llám|llam|mi número|mi numero|cellulare|chiam|mio numero|"
    r"telefoon|\bbel(?:len)? |mijn nummer|komórk|komork|zadzwo|dzwoni|numer tel|"
    r"ligue|ligar|telemóvel|meu número|zap\b|ring mig|mitt nummer|puhelin|numero on|"
    r"телефон|звон|номер|電話|携帯|电话|手机|전화|핸드폰|연락처|هاتف|جوال|फोन|फन|मोबाइल|טלפון"
)
# Right behind the number: "... is my phone".
PHONE_WORDS_AFTER = re.compile(
    r"^[^.!?\n]{0,12}(?:is|ist|est|es|é|è)? ?(?:my|the|our|meine|mon|mi|il mio)? ?(?:direct |new |work |home )?"
    r"(?:phone|number|cell|mobile|tel\b|tlf|telefon|handy|whatsapp|móvil|nummer)"
)
_THINGS = _any_of(
    """order invoice ticket ref reference case transaction txn tracking booking confirmation reservation policy claim
    serial part model sku item article product ean isbn upc gtin barcode asin build error err code bug issue pr commit
    revision rev line row id uid uuid pid port timestamp epoch unix version hash checksum shipment parcel package
    voucher coupon receipt purchase po bestell bestellung auftrag rechnung vorgang sendung buchung artikel vertrag
    fehler beleg commande facture dossier colis suivi pedido factura ordine fattura spedizione zamówienie zamówienia
    faktura faktury ordre bestelling factuur"""
)
_COUNTED = _any_of(
    """customer client account acct member membership user employee contract process thread session request trace
    span job batch record time kunden cliente total amount price count size sum balance cost bytes exceeded limit max
    min about over than nearly almost around"""
)
_LINKS = _any_of(
    """number num no nr nummer numéro número numero numer id code is was ist war est es n° nº of at the mine my with
    and de di van"""
)
_SUFFIX = r"(?:s|e|en|nummer|number|nr|no|_?id|_?number|_?no|num)?"
_BETWEEN = rf"(?:[\s:#=.,(\[\"'*-]|\b(?:{_LINKS})\b){{0,6}}$"
# Right before the number. A thing's number is no phone however it is grouped; counted digits are none when bare.
THING_WORDS = re.compile(rf"(?:\b(?:{_THINGS}){_SUFFIX}|#|№){_BETWEEN}")
IDENTIFIER_WORDS = re.compile(rf"(?:\b(?:{_THINGS}|{_COUNTED}){_SUFFIX}|#|№){_BETWEEN}")
_UNITS = _any_of(
    """bytes? kb mb gb ms us ns px eur usd gbp pln chf sek kč kr zł zloty dollars? euros? pounds? users? rows? records?
    items? views? people customers lines points? visitors? requests? events? downloads? files? messages? times hits
    entries tokens words characters steps km meters? inhabitants followers subscribers documents transactions"""
)
UNIT_AFTER = re.compile(rf"[ ]?(?:{_UNITS})\b")
