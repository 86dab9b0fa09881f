package chestnyznaktest

import "slices"

// returns tell which returns bring a code back that left circulation for a reason.
var returns = map[string][]string{
	"DISTANCE": {"REMOTE_SALE_RETURN", "RETAIL_RETURN"}, "REMOTE_SALE": {"REMOTE_SALE_RETURN", "RETAIL_RETURN"},
	"BY_SAMPLES": {"REMOTE_SALE_RETURN", "RETAIL_RETURN"}, "RETAIL": {"RETAIL_RETURN"},
	"OWN_USE": {"OWN_USE_RETURN", "NOT_FOR_SALE_RETURN"}, "PRODUCTION_USE": {"OWN_USE_RETURN", "NOT_FOR_SALE_RETURN"},
	"MEDICAL_USE": {"OWN_USE_RETURN"}, "VETERINARY_USE": {"OWN_USE_RETURN"},
	"DONATION": {"NOT_FOR_SALE_RETURN"}, "STATE_CONTRACT": {"NOT_FOR_SALE_RETURN"}, "STATE_SECRET": {"STATE_CONTRACT_RETURN"},
}

// certificate is a permit that a document names.
type certificate struct {
	Kind   string `json:"certificate_type"`
	Number string `json:"certificate_number"`
	Date   string `json:"certificate_date"`
}

// returned is LP_RETURN.
func (s *Server) returned(d *document) []move {
	type product struct {
		CIS  string `json:"ki"`
		Paid *bool  `json:"paid"`
		primary
		certificate
	}
	var in struct {
		INN      string `json:"trade_participant_inn"`
		Type     string `json:"return_type"`
		Paid     *bool  `json:"paid"`
		Contract string `json:"state_contract_id"`
		primary
		certificate
		Products []product `json:"products_list"`
	}
	if !d.parse(&in) {
		return nil
	}
	if in.INN != s.settings.INN {
		d.refuse("trade_participant_inn", "ИНН не совпадает с ИНН отправителя")
	}
	if (in.Type == "STATE_CONTRACT_RETURN") != digits(in.Contract, 25) {
		d.refuse("state_contract_id", "25 цифр указываются только для STATE_CONTRACT_RETURN")
	}
	var cises []string
	for _, p := range in.Products {
		cises = append(cises, p.CIS)
	}
	d.unique("products_list", cises)
	var moves []move
	for _, p := range in.Products {
		paid, of := in.Paid, in.primary
		if p.Paid != nil {
			paid = p.Paid
		}
		if p.primary != (primary{}) {
			of = p.primary
		}
		s.checkReturn(d, in.Type, paid, of)
		if forbidden := in.Type == "OWN_USE_RETURN" || in.Type == "STATE_CONTRACT_RETURN"; forbidden && (in.certificate != certificate{} || p.certificate != certificate{}) {
			d.refuse("certificate_type", "Разрешительный документ не указывается для %s", in.Type)
		}
		m := s.comesBack(p.CIS, d.Group)
		if e := s.codes[p.CIS]; m.number == 0 && !slices.Contains(returns[e.Reason], in.Type) {
			m.number, m.text = wrongType, "Причина вывода "+e.Reason+" не допускает возврат "+in.Type
		}
		moves = append(moves, m)
	}
	return moves
}

// checkReturn notes what a return of a type lacks, or must not have.
func (s *Server) checkReturn(d *document, kind string, paid *bool, of primary) {
	if kind != "REMOTE_SALE_RETURN" && paid != nil {
		d.refuse("paid", "Признак оплаты указывается только для REMOTE_SALE_RETURN")
	}
	switch kind {
	case "REMOTE_SALE_RETURN":
		switch {
		case paid == nil:
			d.refuse("paid", "Не указан признак оплаты")
		case *paid:
			of.check(s, d, true, saleKinds)
		case of != primary{}:
			d.refuse("primary_document_type", "Первичный документ не указывается для неоплаченного товара")
		}
	case "RETAIL_RETURN":
		of.check(s, d, true, saleKinds)
	case "NOT_FOR_SALE_RETURN":
		of.check(s, d, true, []string{"OTHER"})
	case "OWN_USE_RETURN", "STATE_CONTRACT_RETURN":
		if of != (primary{}) {
			d.refuse("primary_document_type", "Первичный документ не указывается для %s", kind)
		}
	default:
		d.refuse("return_type", "Недопустимый вид возврата %q", kind)
	}
}
