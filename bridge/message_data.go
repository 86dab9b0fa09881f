package bridge

import (
	"slices"
	"strings"

	"github.com/ordo-sdk/ordo/contact"
	"github.com/ordo-sdk/ordo/messages"
	"github.com/ordo-sdk/ordo/order"
)

// choose returns the first way to send a message for which the addressee has an address, and the address.
func (r MessageRule) choose(v order.View) (Via, messages.Address, bool) {
	to := r.addressee(v)
	for _, via := range r.Via {
		switch via.Kind {
		case messages.KindEmail:
			if email, err := contact.Email(to.Email); err == nil {
				to.Email = email
				return via, to, true
			}
		case messages.KindSMS:
			if phone, err := contact.Phone(to.Phone, r.Region); err == nil {
				to.Phone, to.Email = phone, ""
				return via, to, true
			}
		default: // the sender knows where electronic documents and letters go
			return via, to, true
		}
	}
	return Via{}, to, false
}

// addressee returns who gets a message.
func (r MessageRule) addressee(v order.View) messages.Address {
	buyer := messages.Address{Name: v.Buyer.Name, Email: v.Buyer.Email, Phone: v.Buyer.Phone}
	switch r.To {
	case ToAddress:
		return r.Address
	case ToRecipient:
		if v.Delivery.Recipient != "" {
			buyer.Name = v.Delivery.Recipient
		}
		if v.Delivery.Phone != "" {
			buyer.Phone = v.Delivery.Phone
		}
	}
	return buyer
}

// noAddress says what a message lacks that can go nowhere.
func (r MessageRule) noAddress(v order.View) order.Text {
	to := r.addressee(v)
	var lacks []order.Text
	for _, via := range r.Via {
		switch {
		case via.Kind == messages.KindEmail && to.Email == "":
			lacks = append(lacks, order.Textf("the addressee has no e-mail address"))
		case via.Kind == messages.KindEmail:
			_, err := contact.Email(to.Email)
			lacks = append(lacks, order.Textf("the e-mail address %s of the addressee: %s", to.Email, contact.Reason(err)))
		case via.Kind == messages.KindSMS && to.Phone == "":
			lacks = append(lacks, order.Textf("the addressee has no phone number"))
		case via.Kind == messages.KindSMS:
			_, err := contact.Phone(to.Phone, r.Region)
			lacks = append(lacks, order.Textf("the phone number %s of the addressee: %s", to.Phone, contact.Reason(err)))
		}
	}
	return listOf(lacks)
}

// listOf joins texts.
func listOf(ts []order.Text) (all order.Text) {
	for i, t := range ts {
		if all = order.Textf("%s; %s", all, t); i == 0 {
			all = t
		}
	}
	return all
}

// missing says what a message needs that the order does not have; the zero Text if it has all.
func (j *job) missing(m dueMessage) order.Text {
	var lacks []order.Text
	p := j.packageOf(m)
	for _, n := range m.rule.needs() {
		switch n {
		case NeedCode:
			for _, u := range p.Units {
				if u.Code == "" && u.Photo == "" {
					lacks = append(lacks, order.Textf("line %s unit %d has no marking code and no photo of it", u.Line, u.Unit))
				}
			}
		case NeedTransfer:
			for _, u := range p.Units {
				if u.Transfer == "" {
					lacks = append(lacks, order.Textf("line %s unit %d: the number of the transfer is not known", u.Line, u.Unit))
				}
			}
		case NeedSale:
			if p.Sale == "" {
				lacks = append(lacks, order.Textf("the number of the sale is not known"))
			}
		case NeedLink:
			if m.document.URL == "" {
				lacks = append(lacks, order.Textf("the page of receipt %s is not known", m.document.Number))
			}
		}
	}
	return listOf(lacks)
}

// kindOfPhoto is the kind of document that is the photo of a marking code: its Units say of which unit.
const kindOfPhoto = "mark-photo"

// packageOf returns what the operator of electronic documents gets of units that left a place, as far as it is known.
func (j *job) packageOf(m dueMessage) messages.Package {
	v := j.view()
	p := messages.Package{Order: v.Number, Shipment: m.shipment}
	for _, d := range v.Documents {
		if d.Kind == documentOfSale && (d.Shipment == m.shipment || d.Shipment == 0) && !isDraftSale(d) && d.Voided == "" {
			p.Sale = d.Number
		}
	}
	for _, u := range m.units {
		i := slices.IndexFunc(v.Lines, func(l order.LineView) bool { return l.ID == u.Line })
		if i < 0 {
			continue
		}
		l, n := v.Lines[i], int(u.From.Milli()/1000)
		x := messages.PackageUnit{Line: l.ID, Unit: n, Article: l.SKU, Name: l.Name, GTIN: l.GTIN, Place: u.Warehouse, Transfer: j.broughtBy(u)}
		for _, mark := range l.Marks {
			if mark.Unit == n && mark.Rejected == "" {
				x.Code = mark.Code
			}
		}
		for _, d := range v.Documents {
			if d.Kind == kindOfPhoto && covers(d.Units, u) {
				x.Photo = strings.TrimSpace(d.URL + " " + d.Ref.ID)
			}
		}
		p.Units = append(p.Units, x)
	}
	return p
}

// documentOfTransfer is the kind of the document of a transfer.
const documentOfTransfer = "transfer"

// broughtBy returns the number in the books of the transfer that brought a unit to the place that it left: that of its
// transfer here, or of a document that people attached for it.
func (j *job) broughtBy(u order.Move) string {
	number := ""
	v := j.view()
	for _, d := range v.Documents {
		if d.Kind == documentOfTransfer && d.Transfer == 0 && d.Voided == "" && (len(d.Units) == 0 || covers(d.Units, u)) {
			number = d.Number
		}
	}
	for _, t := range v.Transfers {
		if t.To != u.Warehouse || !covers(t.Units, u) {
			continue
		}
		for _, d := range v.Documents {
			if d.Transfer == t.N && d.Voided == "" {
				number = d.Number
			}
		}
	}
	return number
}

// covers reports whether a unit is among units.
func covers(us []order.Units, u order.Move) bool {
	return slices.ContainsFunc(us, func(s order.Units) bool {
		return s.Line == u.Line && s.From.Cmp(u.From) <= 0 && u.To.Cmp(s.To) <= 0
	})
}

// dataOf returns what the template of a message can name.
func (m dueMessage) dataOf(v order.View, link func(order.View) string) messages.Data {
	d := messages.Data{Order: v, Shipment: m.shipment, Block: m.block, Receipt: m.document, Notice: m.notice.Text}
	if link != nil {
		d.Link = link(v)
	}
	return d
}

// files returns the files that go with a message: those of a notice, the page of a receipt.
func (m dueMessage) files() (fs []messages.File) {
	for _, f := range m.event.Files() {
		fs = append(fs, messages.File{Name: f.Name, ContentType: f.Type, URL: f.URL})
	}
	return fs
}
