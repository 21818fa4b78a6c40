"""Drives the vendor's published client. One step per call: argv names it, stdin holds its JSON, stdout its answer."""

import json
import sys

from finergy_mia_pos_sdk.finergy_mia_pos_sdk import FinergyMiaPosSdk


def main():
    step = sys.argv[1]
    given = json.load(sys.stdin)
    sdk = FinergyMiaPosSdk(**given['login'])
    if step == 'pay':
        made = sdk.create_payment(given['payment'])
        read = sdk.get_payment_status(made['paymentId'])
        answer = {'made': made, 'read': read}
    elif step == 'validate':
        answer = [sdk.validate_callback_signature(json.loads(body)) for body in given['bodies']]
    else:
        answer = [sdk.form_sign_string_by_result(result) for result in given['results']]
    json.dump(answer, sys.stdout)


main()
