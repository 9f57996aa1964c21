"""Whether digits or letters can be an identity number of one country. Sources: the issuing authorities'
published check digits, as collected by the OECD (tax identification numbers) and in the Wikipedia article
"National identification number"."""

from graphql_api.redaction.checksums import luhn, mod_11_10, weighted

_CODICE_ODD = dict(
    zip("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", (1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 1, 0, 5, 7, 9, 13, 15, 17, 19, 21,
        2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23), strict=True)
)  # fmt: skip
_SNILS_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, 1)


def is_month_day(month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= 31


def is_ssn(digits: str) -> bool:
    """Ranges the Social Security Administration never gives out are refused; ITINs (9xx) are taken."""
    area, group, serial = digits[:3], digits[3:5], digits[5:]
    if area in {"000", "666"} or group == "00" or serial == "0000":
        return False
    return area[0] != "9" or int(group) >= 50


def is_steuer_id(digits: str) -> bool:
    """Germany: ISO 7064, first digit not 0, and among the first ten exactly one digit twice or three times."""
    counts = sorted(digits[:10].count(digit) for digit in set(digits[:10]))
    return digits[0] != "0" and mod_11_10(digits) and counts[-1] in {2, 3} and (len(counts) < 2 or counts[-2] == 1)


def is_insee(value: str) -> bool:
    """France: 97 minus the first 13 digits by 97; Corsica's 2A and 2B count as 19 and 18."""
    value = value.upper()
    number = int(value[:13].replace("2A", "19").replace("2B", "18"))
    return 97 - number % 97 == int(value[13:])


def is_dni(value: str) -> bool:
    """Spain, DNI and NIE: the letter is the number by 23."""
    value = value.upper()
    number = int(value[:-1].replace("X", "0").replace("Y", "1").replace("Z", "2"))
    return "TRWAGMYFPDXBNJZSQVHLCKE"[number % 23] == value[-1]


def is_codice_fiscale(value: str) -> bool:
    """Italy: odd places by table, even places by value, by 26."""
    value = value.upper()
    total = sum(_CODICE_ODD[char] for char in value[:15:2])
    total += sum(int(char) if char.isdigit() else ord(char) - 65 for char in value[1:15:2])
    return chr(65 + total % 26) == value[15]


def is_bsn(digits: str) -> bool:
    """Netherlands: the "11 test" with weights 9 to 2 and -1."""
    return weighted(digits.zfill(9), (9, 8, 7, 6, 5, 4, 3, 2, -1)) % 11 == 0 and int(digits) > 0


def is_pesel(digits: str) -> bool:
    """Poland: weights 1, 3, 7, 9; the century is in the month."""
    dated = is_month_day(int(digits[2:4]) % 20, int(digits[4:6]))
    return dated and weighted(digits, (1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1)) % 10 == 0


def is_cpf(digits: str) -> bool:
    """Brazil: two check digits by 11."""
    if len(set(digits)) == 1:
        return False
    first = weighted(digits[:9], range(10, 1, -1)) * 10 % 11 % 10
    second = weighted(digits[:10], range(11, 1, -1)) * 10 % 11 % 10
    return digits[9:] == f"{first}{second}"


def is_personnummer(digits: str) -> bool:
    """Sweden: a date (day plus 60 in coordination numbers) and Luhn over ten digits."""
    short = digits[-10:]
    return is_month_day(int(short[2:4]), int(short[4:6]) % 60) and luhn(short)


def is_hetu(value: str) -> bool:
    """Finland: the nine digits by 31."""
    value = value.upper()
    number = int(value[:6] + value[-4:-1])
    return is_month_day(int(value[2:4]), int(value[:2])) and "0123456789ABCDEFHJKLMNPRSTUVWXY"[number % 31] == value[-1]


def is_cpr(digits: str) -> bool:
    """Denmark: a date first; numbers given out since 2007 need not fulfil the old check."""
    return is_month_day(int(digits[2:4]), int(digits[:2]))


def is_fodselsnummer(digits: str) -> bool:
    """Norway: two check digits by 11."""
    first = weighted(digits, (3, 7, 6, 1, 8, 9, 4, 5, 2, 1)) % 11 == 0
    return first and weighted(digits, (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)) % 11 == 0


def is_rijksregister(digits: str) -> bool:
    """Belgium: 97 minus the first nine by 97, with a 2 in front for those born since 2000."""
    return int(digits[9:]) in {97 - int(digits[:9]) % 97, 97 - int("2" + digits[:9]) % 97}


def is_ahv(digits: str) -> bool:
    """Switzerland: EAN-13."""
    return weighted(digits, (1, 3) * 6 + (1,)) % 10 == 0


def is_pps(value: str) -> bool:
    """Ireland: weights 8 to 2, the second letter by 9, by 23."""
    value = value.upper()
    second = ord(value[8]) - 64 if len(value) > 8 and value[8] != "W" else 0
    return "WABCDEFGHIJKLMNOPQRSTUV"[(weighted(value[:7], range(8, 1, -1)) + 9 * second) % 23] == value[7]


def is_rodne_cislo(digits: str) -> bool:
    """Czechia and Slovakia: divisible by 11, women's months plus 50; nine digits before 1954."""
    month = int(digits[2:4]) % 50 % 20
    return is_month_day(month, int(digits[4:6])) and (len(digits) == 9 or int(digits) % 11 == 0)


def is_cnp(digits: str) -> bool:
    """Romania: weights 279146358279 by 11."""
    check = weighted(digits[:12], (2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9)) % 11
    return is_month_day(int(digits[3:5]), int(digits[5:7])) and (1 if check == 10 else check) == int(digits[12])


def is_tc_kimlik(digits: str) -> bool:
    """Turkey: two check digits."""
    values = [int(digit) for digit in digits]
    tenth = (sum(values[0:9:2]) * 7 - sum(values[1:8:2])) % 10
    return values[0] != 0 and values[9] == tenth and values[10] == sum(values[:10]) % 10


def is_resident_id(value: str) -> bool:
    """China, GB 11643: a date and ISO 7064 MOD 11-2."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    dated = is_month_day(int(value[10:12]), int(value[12:14])) and value[6:8] in {"18", "19", "20"}
    return dated and "10X98765432"[weighted(value[:17], weights) % 11] == value[17].upper()


def is_rrn(digits: str) -> bool:
    """South Korea: a date; numbers given out since 2020 carry no check digit."""
    return is_month_day(int(digits[2:4]), int(digits[4:6]))


def is_za_id(digits: str) -> bool:
    """South Africa: a date, citizenship 0 to 2, Luhn."""
    return is_month_day(int(digits[2:4]), int(digits[4:6])) and digits[10] in "012" and luhn(digits)


def is_rut(value: str) -> bool:
    """Chile: weights 2 to 7 from the right, by 11."""
    number, check = value[:-1], value[-1].upper()
    total = weighted(number[::-1], (2, 3, 4, 5, 6, 7, 2, 3, 4))
    return "0K987654321"[total % 11] == check


def is_nhs(digits: str) -> bool:
    """United Kingdom, NHS number: weights 10 to 2, by 11."""
    return weighted(digits, (10, 9, 8, 7, 6, 5, 4, 3, 2, 1)) % 11 == 0


def is_isikukood(digits: str) -> bool:
    """Estonia and Lithuania: two rounds of weights by 11."""
    if not is_month_day(int(digits[3:5]), int(digits[5:7])):
        return False
    check = weighted(digits[:10], (1, 2, 3, 4, 5, 6, 7, 8, 9, 1)) % 11
    if check == 10:
        check = weighted(digits[:10], (3, 4, 5, 6, 7, 8, 9, 1, 2, 3)) % 11 % 10
    return check == int(digits[10])


def is_snils(digits: str) -> bool:
    """Russia, SNILS: weights 9 to 1, by 101."""
    return weighted(digits, _SNILS_WEIGHTS) % 101 % 100 == int(digits[9:])


def is_nric(value: str) -> bool:
    """Singapore: weights 2765432 and an offset by letter."""
    value = value.upper()
    offset = {"S": 0, "T": 4, "F": 0, "G": 4, "M": 3}[value[0]]
    rest = (weighted(value[1:8], (2, 7, 6, 5, 4, 3, 2)) + offset) % 11
    letters = {"S": "JZIHGFEDCBA", "F": "XWUTRQPNMLK", "M": "XWUTRQPNJLK"}
    return letters[{"T": "S", "G": "F"}.get(value[0], value[0])][rest] == value[8]
