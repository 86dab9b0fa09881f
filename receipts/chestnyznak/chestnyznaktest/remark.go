package chestnyznaktest

import (
	"slices"
	"time"
)

// remarkCauses are the reasons for a new code.
var remarkCauses = []string{"KM_SPOILED_OR_LOST", "KM_SPOILED", "KM_LOST", "DESCRIPTION_ERRORS", "RETAIL_RETURN", "REMOTE_SALE_RETURN"}

// remark is LK_REMARK: a unit gets a new code. What came back from a buyer without a readable code has no old one.
func (s *Server) remark(d *document) []move {
	type product struct {
		New     string        `json:"new_uin"`
		Last    string        `json:"last_uin"`
		TNVED   string        `json:"tnved_10"`
		Country string        `json:"production_country"`
		Color   string        `json:"color"`
		Size    string        `json:"product_size"`
		Permits []certificate `json:"certificate_document_data"`
		Permit  string        `json:"certificate_document"`
		Number  string        `json:"certificate_document_number"`
		Issued  string        `json:"certificate_document_date"`
		Paid    *bool         `json:"paid"`
		Date    string        `json:"remarking_date"`
		Cause   string        `json:"remarking_cause"`
		primary
	}
	var in struct {
		INN      string    `json:"participant_inn"`
		Date     string    `json:"remarking_date"`
		Cause    string    `json:"remarking_cause"`
		Products []product `json:"products"`
	}
	if !d.parse(&in) {
		return nil
	}
	if in.INN != s.settings.INN {
		d.refuse("participant_inn", "ИНН не совпадает с ИНН отправителя")
	}
	var cises []string
	for _, p := range in.Products {
		cises = append(cises, p.New)
	}
	d.unique("products", cises)
	var moves []move
	for _, p := range in.Products {
		fill(&p.Cause, in.Cause)
		fill(&p.Date, in.Date)
		back := p.Cause == "RETAIL_RETURN" || p.Cause == "REMOTE_SALE_RETURN"
		if _, err := time.Parse(time.RFC3339, p.Date); err != nil {
			s.day(d, "remarking_date", p.Date) // an older edition has days
		}
		switch {
		case !slices.Contains(remarkCauses, p.Cause):
			d.refuse("remarking_cause", "Недопустимая причина перемаркировки %q", p.Cause)
		case back == (p.Last != ""):
			d.refuse("last_uin", "Прежний код указывается, кроме возвратов")
		case back != digits(p.TNVED, 10):
			d.refuse("tnved_10", "10 цифр кода ТН ВЭД указываются только для возвратов")
		case p.Cause == "REMOTE_SALE_RETURN" && p.Paid == nil:
			d.refuse("paid", "Не указан признак оплаты")
		}
		p.check(s, d, p.Cause == "RETAIL_RETURN" || p.Cause == "REMOTE_SALE_RETURN" && p.Paid != nil && *p.Paid, saleKinds)
		moves = append(moves, s.remarked(p.New, p.Last, d.Group)...)
	}
	return moves
}

// remarked puts a new code in the place of another.
func (s *Server) remarked(latest, last, pg string) []move {
	m := move{cis: latest, do: func(e *entry) { e.Status, e.StatusEx, e.Owner = Introduced, "", s.settings.INN }}
	if m.number, m.text = s.stuck(latest, pg); m.number == 0 {
		if e := s.codes[latest]; e.Status != Applied && e.Status != Emitted {
			m.number, m.text = wrongState, "Новый код в статусе "+e.Status
		}
	}
	if last == "" {
		return []move{m}
	}
	old := move{cis: last, do: func(e *entry) { e.Status, e.StatusEx, e.Reason = Retired, "REMARK_RETIRED", "" }}
	if old.number, old.text = s.stuck(last, pg); old.number == 0 && m.number == 0 && s.codes[last].GTIN != s.codes[latest].GTIN {
		old.number, old.text = wrongState, "Новый код другого товара"
	}
	if old.number != 0 && m.number == 0 {
		m.number, m.text = old.number, old.text
	}
	if m.number != 0 {
		return []move{m}
	}
	return []move{m, old}
}
