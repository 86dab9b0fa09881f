package novaposhta

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/contact"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
)

// region is that of phones without a country.
const region = "UA"

// prefill collects the values of a form.
type prefill struct {
	carriers.Values
	notes []carriers.Problem
}

// set fills in a field if the value is not empty.
func (p *prefill) set(name, value string) {
	if value = strings.TrimSpace(value); value != "" {
		p.Values[name] = value
	}
}

func (p *prefill) phone(name, text string) {
	first, _, _ := strings.Cut(text, ",")
	if strings.TrimSpace(first) != "" {
		p.set(name, contact.Dialled(first, region))
	}
}

func (p *prefill) note(field, code, format string, args ...any) {
	p.notes = append(p.notes, broken(field, code, format, args...))
}

// Form implements carriers.Carrier. It looks up the sender, the branch or the city of delivery, and fills in the goods
// and what is to be paid for them.
func (k *Carrier) Form(ctx context.Context, c carriers.Consignment) (carriers.Form, error) {
	f := emptyForm()
	p := &prefill{Values: carriers.Values{}}
	if err := p.goods(k, c); err != nil {
		return carriers.Form{}, err
	}
	v := c.Order
	p.set("RecipientName", cmp.Or(v.Delivery.Recipient, v.Buyer.Name))
	p.phone("RecipientsPhone", cmp.Or(v.Delivery.Phone, v.Buyer.Phone))
	p.set("DateTime", string(DateOf(k.client.settings.Clock.Now())))
	p.set("PayerType", string(k.payer))
	p.set("PaymentMethod", string(k.method))
	sender, notes, err := k.shipper(ctx)
	if err != nil {
		return carriers.Form{}, err
	}
	for name, value := range sender {
		p.set(name, value)
	}
	p.notes = append(p.notes, notes...)
	if err := k.destination(ctx, p, c, f.Fields); err != nil {
		return carriers.Form{}, err
	}
	f.Values, f.Notes = p.Values, p.notes
	return f, nil
}

// goods fills in the seats, the declared value, and what the buyer still owes.
func (p *prefill) goods(k *Carrier, c carriers.Consignment) error {
	boxes, err := c.Boxes()
	if err != nil {
		return err
	}
	owed, _, err := c.Charges()
	if err != nil {
		return err
	}
	var price amount.Money
	var names []string
	add := func(sum *amount.Money, m amount.Money) {
		if err == nil && !m.IsUnset() {
			if sum.IsUnset() {
				*sum = m
			} else {
				*sum, err = sum.Add(m)
			}
		}
	}
	for n, b := range boxes {
		row := carriers.RowPrefix("OptionsSeat", n+1)
		if b.Weight > 0 {
			p.set(row+"weight", kilograms(b.Weight))
		}
		p.set(row+"volumetricLength", centimetres(b.Length))
		p.set(row+"volumetricWidth", centimetres(b.Width))
		p.set(row+"volumetricHeight", centimetres(b.Height))
		for _, i := range b.Items {
			if name := cmp.Or(i.Name, i.SKU); name != "" && !slices.Contains(names, name) {
				names = append(names, name)
			}
			if i.Part > 1 {
				continue
			}
			for _, m := range []struct {
				sum *amount.Money
				of  amount.Money
			}{{&price, i.Price}, {&owed, i.Owed}} {
				all, no := m.of.Mul(int64(i.Pieces))
				if no != nil {
					return no
				}
				add(m.sum, all)
			}
		}
	}
	if err != nil {
		return err
	}
	p.set("CargoType", string(k.cargo))
	p.set("Description", cmp.Or(k.content, strings.Join(names, ", ")))
	if price.Sign() > 0 {
		if price.Currency() == currency {
			p.set("Cost", hryvnias(price))
		} else {
			p.note("Cost", carriers.CodeType, "the order is in %s: Nova Poshta takes %s", price.Currency(), currency)
		}
	}
	p.money(k, owed)
	return nil
}

// money fills in what is paid on receipt.
func (p *prefill) money(k *Carrier, owed amount.Money) {
	field := fieldCash
	if k.control {
		field = fieldControl
	}
	switch {
	case owed.Sign() <= 0:
	case owed.Currency() != currency:
		p.note(field, carriers.CodeType, "the order is in %s: Nova Poshta takes %s", owed.Currency(), currency)
	default:
		p.set(field, owed.Text())
		if !k.control {
			p.set(fieldPayer, string(Recipient))
		}
	}
}

// kilograms converts grams, at least the smallest weight of a parcel.
func kilograms(grams int) string { return amount.Milli(int64(max(grams, 100))).String() }

// centimetres converts millimetres, exactly; empty for 0.
func centimetres(millimetres int) string {
	if millimetres <= 0 {
		return ""
	}
	s := strconv.Itoa(millimetres / 10)
	if rest := millimetres % 10; rest > 0 {
		s += "." + strconv.Itoa(rest)
	}
	return s
}

// hryvnias converts a sum to whole hryvnias, rounded up: goods are not declared for less than they cost.
func hryvnias(m amount.Money) string { return strconv.FormatInt((m.Minor()+99)/100, 10) }

// destination fills in where the parcel goes.
func (k *Carrier) destination(ctx context.Context, p *prefill, c carriers.Consignment, fields []carriers.Field) error {
	d := c.Order.Delivery
	code := strings.TrimSpace(d.Point)
	for _, s := range c.Order.Shipments {
		if s.N == c.Shipment && isRef(s.To) {
			code = s.To
		}
	}
	if isRef(code) {
		w, err := k.client.GetWarehouse(ctx, code)
		switch {
		case err == nil:
			k.toBranch(p, w, d)
			return nil
		case ordo.ClassOf(err) != ordo.NotFound:
			return err
		}
	}
	if err := k.city(ctx, p, d, fields); err != nil {
		return err
	}
	switch {
	case code == "":
		p.set("ServiceType", string(k.service(ServiceType.ToDoor)))
		p.set("RecipientAddressName", d.Street)
		p.set("RecipientHouse", d.House)
		p.set("RecipientFlat", d.Flat)
		if d.Address != "" && d.Street == "" {
			p.note("RecipientAddressName", carriers.CodeRequired, "the order has the address %q: fill in street and building from it", d.Address)
		}
		p.set("RecipientAddressNote", d.Comment)
		return nil
	case p.Values["CityRecipient"] != "" && isNumber(code):
		found, err := k.branches(ctx, WarehouseFilter{City: p.Values["CityRecipient"], Number: code})
		if err != nil {
			return err
		}
		if len(found) == 1 {
			k.toBranch(p, &found[0], order.Delivery{})
			return nil
		}
	}
	p.set("ServiceType", string(k.service(func(t ServiceType) bool { return !t.ToDoor() && !t.ToLocker() })))
	p.note("RecipientAddress", carriers.CodeUnknown, "the order has the branch %q, which is not in the directory of Nova Poshta", code)
	return nil
}

func isNumber(text string) bool { return text != "" && strings.Trim(text, "0123456789") == "" }

// branches returns the branches that match a filter.
func (k *Carrier) branches(ctx context.Context, f WarehouseFilter) ([]Warehouse, error) {
	var out []Warehouse
	for w, err := range k.client.ListWarehouses(ctx, f) {
		if err != nil {
			return nil, err
		}
		if w.Problem == nil && w.Number == f.Number {
			out = append(out, w)
		}
	}
	return out, nil
}

// service returns the first service from the seller's origin to such a place.
func (k *Carrier) service(fits func(ServiceType) bool) ServiceType {
	for _, t := range serviceTypes {
		if t.code.FromDoor() == k.fromDoor() && fits(t.code) {
			return t.code
		}
	}
	return ""
}

// toBranch fills in a branch or locker.
func (k *Carrier) toBranch(p *prefill, w *Warehouse, d order.Delivery) {
	const field = "RecipientAddress"
	p.set(field, w.Ref)
	p.set("CityRecipient", w.CityRef)
	fits := func(t ServiceType) bool { return !t.ToDoor() && t.ToLocker() == w.IsLocker() }
	p.set("ServiceType", string(k.service(fits)))
	if w.IsLocker() && k.payer == Recipient {
		p.set("PayerType", string(Sender)) // lockers take no money for the delivery
	}
	if !w.Works() {
		p.note(field, carriers.CodeUnknown, "the branch %q does not work at present (%s)", w.Description, w.Status)
	}
	if _, name := splitPlace(d.City); name != "" && w.CityDescription != "" {
		plain, _, _ := strings.Cut(w.CityDescription, " (")
		if same, alike := SameName(plain, name); alike {
			p.note("CityRecipient", carriers.CodeChoice, "the order writes %q with Latin letters: the branch is in %s", d.City, w.CityDescription)
		} else if !same {
			p.note("CityRecipient", carriers.CodeChoice, "the order has the city %q, but the branch is in %s: ask the buyer which is right", d.City, w.CityDescription)
		}
	}
}

// city fills in the city of delivery by its exact name, and by its region and kind if several have it. Of those that
// are left then a person chooses.
func (k *Carrier) city(ctx context.Context, p *prefill, d order.Delivery, fields []carriers.Field) error {
	const field = "CityRecipient"
	kind, name := splitPlace(d.City)
	if name == "" {
		return nil
	}
	found, err := k.places(ctx, name)
	if err != nil {
		return err
	}
	var exact, alike []FoundSettlement
	for _, s := range found {
		switch same, like := SameName(s.Name, name); {
		case same:
			exact = append(exact, s)
		case like:
			alike = append(alike, s)
		}
	}
	for _, fits := range []func(FoundSettlement) bool{
		func(s FoundSettlement) bool { return isArea(s, d.Region) },
		func(s FoundSettlement) bool { return kind != "" && s.Type == kind },
	} {
		if some := slices.DeleteFunc(slices.Clone(exact), func(s FoundSettlement) bool { return !fits(s) }); len(some) > 0 {
			exact = some
		}
	}
	if len(exact) == 0 && len(alike) == 1 {
		p.note(field, carriers.CodeChoice, "the order writes %q with Latin letters: is it %s?", d.City, alike[0].Present)
		exact = alike
	}
	var all []carriers.Choice
	for _, s := range cmpOr(exact, found) {
		all = append(all, carriers.Choice{Value: s.DeliveryCity, Label: s.Present})
	}
	switch {
	case len(exact) == 1:
		p.set(field, exact[0].DeliveryCity)
		return nil
	case len(found) == 0:
		p.note(field, carriers.CodeUnknown, "the order has the city %q, which is not in the directory of Nova Poshta", d.City)
		return nil
	}
	p.note(field, carriers.CodeChoice, "Nova Poshta has %d places like %q: choose one", len(all), d.City)
	for i := range fields {
		if fields[i].Name == field {
			fields[i].Choices = all
		}
	}
	return nil
}

func cmpOr(a, b []FoundSettlement) []FoundSettlement {
	if len(a) > 0 {
		return a
	}
	return b
}

// isArea reports whether a place is in the region that an order names.
func isArea(s FoundSettlement, name string) bool {
	plain := func(text string) string {
		text = fold(text)
		for _, word := range []string{" область", " обл.", " обл"} {
			text = strings.TrimSuffix(text, word)
		}
		return text
	}
	return name != "" && plain(s.Area) == plain(name)
}
