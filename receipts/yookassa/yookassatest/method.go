package yookassatest

import "slices"

// card is the buyer's card, with what only payments by card return.
var card = object{"first6": "555555", "last4": "4477", "expiry_month": "12", "expiry_year": "2030", "card_type": "MasterCard"}

// method is a way to pay: its title and its fields.
type method struct {
	title      string
	fields     object
	settled    object // only for paid payments
	authorized bool   // a bank's authorization is returned
}

// methods are the ways to pay that the fake knows. The titles are guessed except for bank cards, wallets and SBP.
var methods = map[string]method{
	"bank_card":    {title: "Bank card *4477", fields: object{"card": card}, authorized: true},
	"sberbank":     {title: "SberPay", fields: object{"card": card, "phone": "79000000000"}, authorized: true},
	"tinkoff_bank": {title: "T-Pay", fields: object{"card": card}, authorized: true},
	"yoo_money":    {title: "YooMoney wallet 410011758831136", fields: object{"account_number": "410011758831136"}},
	"sbp": {title: "SBP", settled: object{
		"sbp_operation_id": "1027088AE4CB48CB81287833347A8777", "payer_bank_details": object{"bank_id": "100000000111", "bic": "044525225"},
	}},
	"sber_loan":      {title: "Sber loan", settled: object{"loan_option": "loan"}},
	"cash":           {title: "Cash"},
	"mobile_balance": {title: "Mobile balance"},
	"sber_bnpl":      {title: "Sber BNPL"},
	"installments":   {title: "Installments"},
}

// network are the reasons for which the payment network declines a payment. Recorded are insufficient_funds of the
// network, general_decline and permission_revoked of YooKassa; the others are guessed from their texts.
var network = []string{
	"3d_secure_failed", "call_issuer", "card_expired", "insufficient_funds", "invalid_card_number", "invalid_csc", "issuer_unavailable",
	"payment_method_restricted",
}

// partyOf returns who declines a payment for a reason.
func partyOf(reason string) string {
	switch {
	case reason == "canceled_by_merchant":
		return "merchant"
	case slices.Contains(network, reason):
		return "payment_network"
	}
	return "yoo_money"
}

// tellMethod adds the method by which a payment was paid or tried.
func (p *payment) tellMethod(d object) {
	m, known := methods[p.methodType]
	if !known || !p.paid && !p.tried {
		return
	}
	is := object{"type": p.methodType, "id": p.id, "saved": false, "status": "inactive", "title": m.title}
	if p.save && p.paid {
		is["saved"], is["status"] = true, "active"
	}
	for name, value := range m.fields {
		is[name] = value
	}
	if p.paid {
		for name, value := range m.settled {
			is[name] = value
		}
	}
	d["payment_method"] = is
	if m.authorized && (p.paid || p.party == "payment_network") {
		d["authorization_details"] = object{"rrn": "601410245511", "auth_code": "062467", "three_d_secure": object{"applied": p.paid}}
	}
}

// newMethod is how the buyer will pay.
type newMethod struct {
	Type  string `json:"type"`
	Phone string `json:"phone"`
}

func (m *newMethod) check() *refusal {
	if m == nil {
		return nil
	}
	switch _, known := methods[m.Type]; {
	case !known:
		return invalid("payment_method_data.type", "Payment method is unknown or not enabled")
	case m.Type == "mobile_balance" && m.Phone == "":
		return invalid("payment_method_data.phone", "Phone is missing")
	}
	return nil
}

// newConfirmation is how the buyer should confirm.
type newConfirmation struct {
	Type      string `json:"type"`
	ReturnURL string `json:"return_url"`
	Locale    string `json:"locale"`
	Enforce   bool   `json:"enforce"`
}

func (n *newConfirmation) check() *refusal {
	if n == nil {
		return nil
	}
	back := n.Type == "redirect" || n.Type == "mobile_application"
	switch {
	case !slices.Contains([]string{"redirect", "external", "qr", "embedded", "mobile_application"}, n.Type):
		return invalid("confirmation.type", "Confirmation type is missing or illegal")
	case back && n.ReturnURL == "":
		return invalid("confirmation.return_url", "Return URL is missing")
	case !back && n.Type != "qr" && n.ReturnURL != "":
		return invalid("confirmation.return_url", "Return URL is not for this confirmation")
	case len(n.ReturnURL) > 2048:
		return invalid("confirmation.return_url", "Return URL is too long")
	case n.Locale != "" && n.Locale != "ru_RU" && n.Locale != "en_US":
		return invalid("confirmation.locale", "Locale is illegal")
	case n.Enforce && n.Type != "redirect":
		return invalid("confirmation.enforce", "Enforce is for redirect only")
	}
	return nil
}

// told returns the confirmation as it is answered: each type has its own fields.
func (n *newConfirmation) told(id string) object {
	d := object{"type": n.Type}
	switch n.Type {
	case "qr":
		d["confirmation_data"] = "https://qr.nspk.ru/" + id
	case "embedded":
		d["confirmation_token"] = "ct-" + id
	case "mobile_application":
		d["confirmation_url"] = "yoomoney://checkout/" + id
	case "redirect":
		d["return_url"] = n.ReturnURL
		d["confirmation_url"] = "https://yoomoney.ru/checkout/payments/v2/contract?orderId=" + id
		if n.Enforce {
			d["enforce"] = true
		}
	}
	return d
}
