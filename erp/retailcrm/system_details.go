package retailcrm

import (
	"slices"
	"strings"
	"unicode"

	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/order"
)

// detail is a detail of an order that people may change in the CRM.
type detail struct {
	fields []string // of the history
	name   order.Text
	there  func(*Order) string
	here   func(order.View) string
	set    func(c *order.ChangeDetails, o order.View, value string)
	same   func(a, b string) bool // nil: spaces apart
}

// address makes a detail of one part of the address.
func address(part string, name order.Text, there func(*Address) string, of func(*order.Delivery) *string) detail {
	return detail{
		fields: []string{"delivery_address." + part}, name: name,
		there: func(o *Order) string {
			if o.Delivery == nil || o.Delivery.Address == nil {
				return ""
			}
			return there(o.Delivery.Address)
		},
		here: func(o order.View) string { return *of(&o.Delivery) },
		set:  func(c *order.ChangeDetails, _ order.View, value string) { *of(&c.Delivery) = value },
	}
}

// orderDetails are all of them.
func orderDetails() []detail {
	return []detail{
		{
			fields: []string{"first_name", "last_name", "patronymic"}, name: order.Textf("name"),
			there: func(o *Order) string { return strings.Join([]string{o.LastName, o.FirstName, o.Patronymic}, " ") },
			here:  func(o order.View) string { return firstText(o.Buyer.Name, o.Delivery.Recipient) },
			set: func(c *order.ChangeDetails, o order.View, value string) {
				if o.Buyer.Name == "" && o.Delivery.Recipient != "" { // it came from there
					c.Delivery.Recipient = value
					return
				}
				c.Buyer.Name = value
			},
		},
		{
			fields: []string{"phone"}, name: order.Textf("phone"), there: func(o *Order) string { return o.Phone },
			here: func(o order.View) string { return firstText(o.Buyer.Phone, o.Delivery.Phone) },
			set: func(c *order.ChangeDetails, o order.View, value string) {
				if o.Buyer.Phone == "" && o.Delivery.Phone != "" {
					c.Delivery.Phone = value
					return
				}
				c.Buyer.Phone = value
			},
			same: func(a, b string) bool { return digits(a) == digits(b) },
		},
		{
			fields: []string{"additional_phone"}, name: order.Textf("another phone"), there: func(o *Order) string { return o.AdditionalPhone },
			here: func(o order.View) string { return o.Delivery.Phone },
			set:  func(c *order.ChangeDetails, _ order.View, value string) { c.Delivery.Phone = value },
			same: func(a, b string) bool { return digits(a) == digits(b) },
		},
		{
			fields: []string{"email"}, name: order.Textf("e-mail"), there: func(o *Order) string { return o.Email },
			here: func(o order.View) string { return o.Buyer.Email },
			set:  func(c *order.ChangeDetails, _ order.View, value string) { c.Buyer.Email = value },
		},
		{
			fields: []string{"customer_comment"}, name: order.Textf("the buyer's comment"), there: func(o *Order) string { return o.CustomerComment },
			here: func(o order.View) string { return o.Delivery.Comment },
			set:  func(c *order.ChangeDetails, _ order.View, value string) { c.Delivery.Comment = value },
		},
		address("text", order.Textf("address"), func(a *Address) string { return a.Text }, func(d *order.Delivery) *string {
			if d.Address == "" && d.Point != "" { // the pick-up point stands for it in the CRM
				return &d.Point
			}
			return &d.Address
		}),
		address("index", order.Textf("postal code"), func(a *Address) string { return a.Index }, func(d *order.Delivery) *string { return &d.PostalCode }),
		address("region", order.Textf("region"), func(a *Address) string { return a.Region }, func(d *order.Delivery) *string { return &d.Region }),
		address("city", order.Textf("city"), func(a *Address) string { return a.City }, func(d *order.Delivery) *string { return &d.City }),
		address("street", order.Textf("street"), func(a *Address) string { return a.Street }, func(d *order.Delivery) *string { return &d.Street }),
		address("building", order.Textf("house"), func(a *Address) string { return a.Building }, func(d *order.Delivery) *string { return &d.House }),
		address("flat", order.Textf("flat"), func(a *Address) string { return a.Flat }, func(d *order.Delivery) *string { return &d.Flat }),
		address("block", order.Textf("entrance"), func(a *Address) string { return a.Block }, func(d *order.Delivery) *string { return &d.Entrance }),
		address("floor", order.Textf("floor"), func(a *Address) string { return a.Floor }, func(d *order.Delivery) *string { return &d.Floor }),
		address("intercom_code", order.Textf("intercom"), func(a *Address) string { return a.IntercomCode }, func(d *order.Delivery) *string { return &d.Intercom }),
	}
}

// digits are the digits of a phone number.
func digits(phone string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return r
		}
		return -1
	}, phone)
}

// details asks for the details that people saved.
func (w *intents) details(changes []erp.Change) {
	var c order.ChangeDetails
	var about []order.Text
	var wish strings.Builder
	for _, d := range orderDetails() {
		if !slices.ContainsFunc(changes, func(x erp.Change) bool { return slices.Contains(d.fields, x.Field) }) {
			continue
		}
		there, here := strings.TrimSpace(d.there(w.there)), d.here(w.o)
		if d.fields[0] != "customer_comment" { // there a new line means something
			there = strings.Join(strings.Fields(there), " ")
		}
		switch same := d.same != nil && d.same(there, here) && digits(here) != ""; {
		case same || strings.Join(strings.Fields(there), " ") == strings.Join(strings.Fields(here), " "):
		case !w.o.PersonErased.IsZero():
			w.warn(order.Textf("the personal data of the buyer were erased from the order: what is written here about the buyer is not taken"))
			return
		case there == "":
			w.warn(order.Textf("%s was emptied here and stays %q in the order: enter another value, as none cannot be told", d.name, here))
		default:
			d.set(&c, w.o, there)
			about = append(about, order.Textf("%s: %q here, %q in the order", d.name, there, here))
			wish.WriteString(d.fields[0] + "=" + there + "\n")
		}
	}
	if len(about) > 0 {
		w.wantOnce("details", wish.String(), order.Textf("%s; put back what the order has, or change it where the reason says", about), c)
	}
}

// comments keeps what people wrote with the order: the lines that no comment has yet.
func (w *intents) comments(changes []erp.Change) {
	known := map[string]bool{}
	for _, c := range w.o.Comments {
		for line := range strings.Lines(c.Text) {
			known[strings.TrimSpace(line)] = true
		}
	}
	for line := range strings.Lines(w.courierNotes(w.o)) { // they were written from here
		known[w.language.Text(order.Textf("for the courier"))+": "+strings.TrimSpace(line)] = true
	}
	var said []string
	for _, c := range changes {
		kind := meaningOf(c.Field).kind
		if code, own := strings.CutPrefix(c.Field, "custom_"); own {
			kind = w.customMeaning(code).kind
		}
		if kind != meansComment {
			continue
		}
		label, text := w.comment(c)
		for line := range strings.Lines(text) {
			if line = strings.TrimSpace(line); line == "" || ownNote.MatchString(line) {
				continue
			}
			if label != "" {
				line = label + ": " + line
			}
			if !known[line] {
				known[line] = true
				said = append(said, line)
			}
		}
	}
	switch {
	case len(said) == 0:
	case !w.o.PersonErased.IsZero():
		w.warn(order.Textf("the personal data of the buyer were erased from the order: what is written here about the buyer is not taken"))
	default:
		w.want("comment", order.WriteComment{Text: strings.Join(said, "\n")})
	}
}

// comment is what a field of words holds now, and what to call it; "" for what is a comment on the whole order.
func (w *intents) comment(c erp.Change) (label, text string) {
	o := w.there
	call := func(t order.Text) string { return w.language.Text(t) }
	var a Address
	if o.Delivery != nil && o.Delivery.Address != nil {
		a = *o.Delivery.Address
	}
	switch c.Field {
	case "manager_comment":
		return "", o.ManagerComment
	case "status_comment":
		return "", o.StatusComment
	case "delivery_address.notes":
		return call(order.Textf("for the courier")), a.Notes
	case "delivery_address.house":
		return call(order.Textf("address, building")), a.House
	case "delivery_address.housing":
		return call(order.Textf("address, block")), a.Housing
	case "delivery_address.metro":
		return call(order.Textf("address, metro")), a.Metro
	case "payments.comment":
		return call(order.Textf("payment")), c.Value
	case "order_product.comment":
		for i := range o.Items {
			if it := &o.Items[i]; it.ID == numeric(c.Item) && it.ID != 0 {
				return nameOf(it), it.Comment
			}
		}
		return "", ""
	}
	return "", w.notebook().read(o)
}
