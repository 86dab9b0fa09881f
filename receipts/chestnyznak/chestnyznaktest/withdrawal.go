package chestnyznaktest

import (
	"slices"
	"strings"
	"time"
)

// primary is the document on which another rests.
type primary struct {
	Kind   string `json:"primary_document_type"`
	Number string `json:"primary_document_number"`
	Date   string `json:"primary_document_date"`
	Name   string `json:"primary_document_custom_name"`
}

// check notes what is wrong with a primary document that is there, or would have to be.
func (p primary) check(s *Server, d *document, needed bool, allowed []string) {
	switch {
	case p == primary{} && needed:
		d.refuse("primary_document_type", "Не указан первичный документ")
	case p == primary{}:
	case allowed != nil && !slices.Contains(allowed, p.Kind):
		d.refuse("primary_document_type", "Недопустимый вид первичного документа %q", p.Kind)
	case p.Number == "":
		d.refuse("primary_document_number", "Не указан номер первичного документа")
	case p.Kind == "OTHER" && p.Name == "":
		d.refuse("primary_document_custom_name", "Не указано наименование первичного документа")
	case p.Kind != "OTHER" && p.Name != "":
		d.refuse("primary_document_custom_name", "Наименование указывается только для OTHER")
	default:
		s.day(d, "primary_document_date", p.Date)
	}
}

var (
	anyKind = []string{
		"RECEIPT", "CORRECTION_RECEIPT", "SALES_RECEIPT", "CONSIGNMENT_NOTE", "UTD", "CUSTOMS_DECLARATION", "DESTRUCTION_ACT", "OTHER",
	}
	saleKinds = []string{"RECEIPT", "SALES_RECEIPT", "OTHER"}
	sentKinds = []string{"RECEIPT", "SALES_RECEIPT", "OTHER", "CONSIGNMENT_NOTE", "UTD"}
)

// withdrawReasons are the reasons for which codes leave circulation, with the primary documents that they may have.
func (s *Server) withdrawReasons(reason string) (kinds []string, known bool) {
	distance, older := "DISTANCE", "REMOTE_SALE"
	if s.settings.OldWords {
		distance, older = older, distance
	}
	switch reason {
	case older:
		return nil, false
	case distance, "BY_SAMPLES":
		return sentKinds, true
	case "RETAIL":
		return saleKinds, true
	case "VENDING", "DONATION", "OWN_USE", "PRODUCTION_USE", "MEDICAL_USE", "VETERINARY_USE", "STATE_CONTRACT", "STATE_SECRET",
		"BEYOND_EEC_EXPORT", "EEC_EXPORT", "EAS_TRADE", "RETURN", "LOSS", "DAMAGE_LOSS", "DESTRUCTION", "UTILIZATION",
		"CONFISCATION", "LIQUIDATION", "RECALL", "PACKING", "EXPIRATION", "OTHER":
		return anyKind, true
	}
	return nil, false
}

// withdrawal is LK_RECEIPT.
func (s *Server) withdrawal(d *document) []move {
	type product struct {
		CIS  string `json:"cis"`
		Cost *int64 `json:"product_cost"`
		primary
	}
	var in struct {
		INN        string    `json:"inn"`
		Action     string    `json:"action"`
		ActionDate string    `json:"action_date"`
		Kind       string    `json:"document_type"`
		Number     string    `json:"document_number"`
		Date       string    `json:"document_date"`
		Name       string    `json:"primary_document_custom_name"`
		Other      string    `json:"withdrawal_type_other"`
		Buyer      string    `json:"buyer_inn"`
		Register   string    `json:"kkt_number"`
		PDF        string    `json:"pdfFile"`
		Contract   string    `json:"state_contract_id"`
		Country    string    `json:"destination_country_code"`
		Importer   string    `json:"importer_id"`
		Place      string    `json:"fias_id"`
		Division   string    `json:"kpp"`
		Products   []product `json:"products"`
	}
	if !d.parse(&in) {
		return nil
	}
	allowed, known := s.withdrawReasons(in.Action)
	distance := in.Action == "DISTANCE" || in.Action == "REMOTE_SALE"
	legal := len(s.settings.INN) == 10
	switch {
	case in.INN != s.settings.INN:
		d.refuse("inn", "ИНН не совпадает с ИНН отправителя")
	case !known:
		d.refuse("action", "Недопустимая причина вывода из оборота %q", in.Action)
	case in.Action == "OTHER" && in.Other == "":
		d.refuse("withdrawal_type_other", "Не указана другая причина")
	case in.Action == "STATE_CONTRACT" && len(in.Contract) != 25:
		d.refuse("state_contract_id", "Ожидается 25 цифр")
	case s.settings.NeedsPlace && distance && in.Place == "":
		d.refuse("fias_id", "Не указано место осуществления деятельности")
	case in.Place != "" && legal != (in.Division != ""):
		d.refuse("kpp", "КПП указывается только юридическим лицом")
	}
	s.day(d, "action_date", in.ActionDate)
	head := primary{in.Kind, in.Number, in.Date, in.Name}
	head.check(s, d, in.Action == "RETAIL", allowed)

	var cises []string
	for _, p := range in.Products {
		cises = append(cises, p.CIS)
	}
	d.unique("products", cises)
	var moves []move
	for _, p := range in.Products {
		p.check(s, d, false, allowed)
		switch {
		case distance && p.Cost == nil:
			d.refuse("product_cost", "Не указана цена кода %s", p.CIS)
		case p.Cost != nil && (*p.Cost < 0 || *p.Cost > 99_999_999_999_999_999):
			d.refuse("product_cost", "Цена кода %s: ожидается от 0 до 17 цифр копеек", p.CIS)
		}
		moves = append(moves, s.leaves(p.CIS, d.Group, in.Action))
	}
	return moves
}

// leaves withdraws a code for a reason.
func (s *Server) leaves(cis, pg, reason string) move {
	m := move{cis: cis, do: func(e *entry) {
		e.Status, e.Reason = Retired, reason
		e.Withdrawals++
	}}
	if m.number, m.text = s.stuck(cis, pg); m.number != 0 {
		return m
	}
	switch e := s.codes[cis]; {
	case e.Status == Retired:
		e.Repeats++
		m.number, m.text = repeated, "Код уже выведен из оборота"
	case e.Status != Introduced:
		m.number, m.text = wrongState, "Код не в обороте: "+e.Status
	}
	return m
}

// withdrawalCancel is LK_RECEIPT_CANCEL: the codes of a withdrawal come back that nothing has moved since.
func (s *Server) withdrawalCancel(d *document) []move {
	var in struct {
		INN string `json:"inn"`
		ID  string `json:"lk_receipt_id"`
	}
	if !d.parse(&in) {
		return nil
	}
	of := s.find(in.ID)
	switch {
	case in.INN != s.settings.INN:
		d.refuse("inn", "ИНН не совпадает с ИНН отправителя")
	case of == nil || of.Type != "LK_RECEIPT":
		d.refuse("lk_receipt_id", "Документ вывода из оборота %s не найден", in.ID)
	case of.Status != CheckedOK:
		d.refuse("lk_receipt_id", "Документ %s в статусе %s", in.ID, of.Status)
	}
	if len(d.Errors) > 0 {
		return nil
	}
	var moves []move
	for _, cis := range of.moved {
		m := s.comesBack(cis, d.Group)
		if e := s.codes[cis]; m.number == 0 && e.Document != of.ID {
			m.number, m.text = wrongState, "После вывода с кодом были другие операции"
		}
		moves = append(moves, m)
	}
	return moves
}

// comesBack brings a code back into circulation.
func (s *Server) comesBack(cis, pg string) move {
	m := move{cis: cis, do: func(e *entry) {
		e.Status, e.Reason, e.Owner = Introduced, "", s.settings.INN
		e.Returns++
	}}
	if m.number, m.text = s.stuck(cis, pg); m.number != 0 {
		return m
	}
	switch e := s.codes[cis]; {
	case e.Status == Introduced:
		e.Repeats++
		m.number, m.text = repeated, "Код уже в обороте"
	case e.Status != Retired:
		m.number, m.text = wrongState, "Код не выведен из оборота: "+e.Status
	}
	return m
}

// Sell tells the registry of a receipt with codes (КМ or КИ), as the ОФД does, and returns what became of it there.
func (s *Server) Sell(codes ...string) Document { return s.receipt("RECEIPT", codes) }

// TakeBack tells the registry of the receipt of a refund with codes.
func (s *Server) TakeBack(codes ...string) Document { return s.receipt("RECEIPT_RETURN", codes) }

func (s *Server) receipt(kind string, codes []string) (out Document) {
	s.do(func() {
		now := s.now()
		d := &document{Document: Document{ID: s.id(), Type: kind, Status: CheckedOK, Received: now, Body: []byte("{}")}, shown: now}
		var moves []move
		for _, c := range codes {
			m := s.leaves(cisOf(c), "", "RETAIL")
			if kind == "RECEIPT_RETURN" {
				m = s.comesBack(cisOf(c), "")
			}
			if e := s.codes[m.cis]; e != nil {
				d.Group = e.Group
				if kind == "RECEIPT" && m.number == 0 && !e.Expires.IsZero() && e.Expires.Before(now) {
					m.number, m.text = expired, "Истёк срок годности"
				}
			}
			moves = append(moves, m)
		}
		s.documents = append(s.documents, d)
		s.apply(d, moves, time.Time{})
		out = d.copy()
	})
	return out
}

// digits reports whether a text is n digits.
func digits(s string, n int) bool { return len(s) == n && strings.Trim(s, "0123456789") == "" }
