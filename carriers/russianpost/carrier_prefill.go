package russianpost

import (
	"cmp"
	"context"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/contact"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
)

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

func (p *prefill) setInt(name string, n int) {
	if n > 0 {
		p.Values[name] = strconv.Itoa(n)
	}
}

func (p *prefill) note(field, code, format string, args ...any) {
	p.notes = append(p.notes, broken(field, code, format, args...))
}

// Form implements carriers.Carrier. It has the Post normalise name, phone and address of the recipient, looks up the
// office or point, and fills in the goods and what is to be paid for them. Of what the Post is not sure, a note tells.
func (k *Carrier) Form(ctx context.Context, c carriers.Consignment) (carriers.Form, error) {
	f := emptyForm()
	p := &prefill{Values: carriers.Values{}}
	if err := p.goods(k, c); err != nil {
		return carriers.Form{}, err
	}
	for _, fill := range []func(context.Context, *prefill, carriers.Consignment) error{k.office, k.recipient, k.destination} {
		if err := fill(ctx, p, c); err != nil {
			return carriers.Form{}, err
		}
	}
	p.class()
	f.Values, f.Notes = p.Values, p.notes
	return f, nil
}

// office fills in where the parcel is handed in.
func (k *Carrier) office(ctx context.Context, p *prefill, _ carriers.Consignment) error {
	const field = "postoffice-code"
	if k.settings.Office != "" {
		p.set(field, k.settings.Office)
		return nil
	}
	points, err := k.client.ListShippingPoints(ctx)
	if err != nil {
		return err
	}
	points = slices.DeleteFunc(points, func(s ShippingPoint) bool { return !s.Enabled || s.Index == "" })
	if len(points) == 1 {
		p.set(field, points[0].Index)
		return nil
	}
	p.note(field, carriers.CodeChoice, "the account has the offices %s: choose one, or set Settings.Office", indexesOf(points))
	return nil
}

// recipient fills in the name and the phone.
func (k *Carrier) recipient(ctx context.Context, p *prefill, c carriers.Consignment) error {
	v := c.Order
	name := strings.Join(strings.Fields(cmp.Or(v.Delivery.Recipient, v.Buyer.Name)), " ")
	p.set(fieldName, name)
	if name != "" {
		found, err := k.client.CleanNames(ctx, name)
		if err != nil {
			return err
		}
		if n := found[0]; n.Usable() {
			p.set(fieldName, joinedAll(n.Surname, n.Name, n.Middle))
		} else {
			p.note(fieldName, carriers.CodePattern, "the Post is not sure of the name %q: family name, given name and patronymic belong in this order", name)
		}
	}
	phone, _, _ := strings.Cut(cmp.Or(v.Delivery.Phone, v.Buyer.Phone), ",")
	if strings.TrimSpace(phone) == "" {
		return nil
	}
	dialled := contact.Dialled(phone, "RU")
	p.set("tel-address", dialled)
	if same, err := contact.Phone(dialled, ""); err == nil && same == dialled {
		return nil
	}
	found, err := k.client.CleanPhones(ctx, phone)
	if err != nil {
		return err
	}
	if n := found[0]; n.Usable() && n.Digits() != "" {
		p.set("tel-address", "+"+string(n.Digits()))
	}
	return nil
}

func joinedAll(parts ...string) string {
	return strings.Join(strings.Fields(strings.Join(parts, " ")), " ")
}

// goods fills in the parcel with its contents, the declared value, and what the buyer still owes.
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
	add := func(sum *amount.Money, one amount.Money, n int) {
		if err != nil || one.IsUnset() {
			return
		}
		var all amount.Money
		if all, err = one.Mul(int64(n)); err != nil {
			return
		}
		if sum.IsUnset() {
			*sum = all
			return
		}
		*sum, err = sum.Add(all)
	}
	mass, weighed, rows := 0, true, 0
	taken := map[string]bool{}
	for _, b := range boxes {
		mass += b.Weight
		weighed = weighed && b.Weight > 0
		for _, i := range b.Items {
			if i.Part > 1 {
				continue
			}
			rows++
			p.item(carriers.RowPrefix(fieldGoods, rows), i, taken)
			add(&price, i.Price, i.Pieces)
			add(&owed, i.Owed, i.Pieces)
		}
	}
	if err != nil {
		return err
	}
	if weighed {
		p.setInt("mass", mass)
	}
	if len(boxes) == 1 {
		b := boxes[0]
		p.setInt("dimension.length", centimetres(b.Length))
		p.setInt("dimension.width", centimetres(b.Width))
		p.setInt("dimension.height", centimetres(b.Height))
	} else {
		p.note("mass", carriers.CodeMax, "the shipment has %d packages, and a parcel of the Post is one: put the goods together, or make a shipment for each", len(boxes))
	}
	p.set("mail-type", string(k.settings.MailType))
	p.money(k, price, owed)
	return nil
}

// money fills in the category with its sums. What is collected must be insured.
func (p *prefill) money(k *Carrier, price, owed amount.Money) {
	for _, m := range []amount.Money{price, owed} {
		if m.Sign() > 0 && m.Currency() != currency {
			p.note("insr-value", carriers.CodeType, "the order is in %s: the Post takes %s", m.Currency(), currency)
			p.set("mail-category", string(Ordinary))
			return
		}
	}
	switch {
	case owed.Sign() > 0:
		p.set("mail-category", string(DeclaredValueCOD))
		p.set("payment", owed.Text())
		if owed.Minor() > price.Minor() {
			price = owed
		}
		p.set("insr-value", price.Text())
	case price.Sign() > 0 && !k.settings.NotInsured:
		p.set("mail-category", string(DeclaredValue))
		p.set("insr-value", price.Text())
	default:
		p.set("mail-category", string(Ordinary))
	}
}

// item fills in a row of goods. The marking code is not sent, nor a rate of VAT whose code is not known: how the Post
// wants them is not documented, and the receipt has them.
func (p *prefill) item(row string, x carriers.Item, taken map[string]bool) {
	p.set(row+"description", cmp.Or(x.Name, x.SKU, x.Line))
	p.set(row+carriers.FieldUnits, carriers.FormatUnits(x.Units))
	own := cmp.Or(x.SKU, x.Line, "1")
	article := own
	for n := 2; taken[article]; n++ {
		article = own + "#" + strconv.Itoa(n)
	}
	taken[article] = true
	p.set(row+carriers.FieldArticle, article)
	p.setInt(row+"quantity", x.Pieces)
	p.setInt(row+"weight", x.Weight)
	if x.Price.IsUnset() || x.Price.Currency() == currency {
		p.set(row+"value", x.Price.Text())
	}
	p.set(row+"vat-rate", vatRates[x.VAT])
}

// vatRates are the codes of the Post. Those of 5, 7 and 22 % are not known.
var vatRates = map[amount.VAT]string{
	amount.VATNone: "-1", amount.VAT0: "0", amount.VAT10: "10", amount.VAT10c: "110", amount.VAT20: "20", amount.VAT20c: "120",
}

// centimetres converts millimetres, rounded up.
func centimetres(millimetres int) int { return (millimetres + 9) / 10 }

// class fills in the class of the package, of which parcels to points need one.
func (p *prefill) class() {
	if !slices.Contains(ecomTypes, p.Values["mail-type"]) {
		return
	}
	sides, _ := sidesOf(p.Values)
	p.set("dimension-type", classOf(sides))
}

// destination fills in where the parcel goes: to a point or locker, to an office where it is kept until called for, or
// to an address.
func (k *Carrier) destination(ctx context.Context, p *prefill, c carriers.Consignment) error {
	d := c.Order.Delivery
	where := ""
	for _, s := range c.Order.Shipments {
		if s.N == c.Shipment {
			where = strings.TrimSpace(s.To)
		}
	}
	for _, code := range []string{where, strings.TrimSpace(d.Point)} {
		if !isIndex(code) {
			if code != "" && code == strings.TrimSpace(d.Point) {
				p.note(fieldPoint, carriers.CodeUnknown, "the order has the point %q, which is not the index of one: it has 6 digits", code)
			}
			continue
		}
		o, err := k.client.GetOffice(ctx, code)
		switch {
		case ordo.ClassOf(err) == ordo.NotFound:
			p.note(fieldPoint, carriers.CodeUnknown, "the order has the point %q, which the Post does not have", code)
			continue
		case err != nil:
			return err
		}
		k.toOffice(p, o)
		return nil
	}
	return k.address(ctx, p, d)
}

// toOffice fills in a point, a locker or an office.
func (k *Carrier) toOffice(p *prefill, o *Office) {
	field := "index-to"
	if o.takesECOM() {
		field = fieldPoint
		p.set("mail-type", string(ECOM))
	} else {
		p.set("address-type-to", string(AddressDemand))
		p.set("region-to", cmp.Or(o.Region, o.Settlement))
		p.set("place-to", cmp.Or(o.Settlement, o.Region))
	}
	p.set(field, o.Index)
	if o.Closed || o.ClosedForNow {
		p.note(field, carriers.CodeUnknown, "the office %s is closed (%s); the nearest open one is %s", o.Index, cmp.Or(o.WhyClosed, "no reason is given"), cmp.Or(o.NextOpen, "not told"))
	}
}

var hasIndex = regexp.MustCompile(`(?:^|[^0-9])[1-9][0-9]{5}(?:[^0-9]|$)`)

// address fills in an address as the Post understands it, or as the order has it.
func (k *Carrier) address(ctx context.Context, p *prefill, d order.Delivery) error {
	text := strings.TrimSpace(d.Address)
	if text == "" {
		flat := d.Flat
		if flat != "" {
			flat = "кв " + flat
		}
		text = joined(", ", d.Region, d.City, d.Street, d.House, flat)
	}
	if text == "" {
		return nil
	}
	if isIndex(d.PostalCode) && !hasIndex.MatchString(text) {
		text = d.PostalCode + ", " + text
	}
	if d.City != "" && !strings.Contains(text, d.City) {
		text = d.City + ", " + text
	}
	found, err := k.client.CleanAddresses(ctx, text)
	if err != nil {
		return err
	}
	a := found[0]
	p.set("address-type-to", string(cmp.Or(a.Type, AddressDefault)))
	for name, value := range map[string]string{
		"index-to": a.Index, "region-to": a.Region, "area-to": a.Area, "place-to": a.Place, "location-to": a.District, "street-to": a.Street,
		"house-to": a.House, "slash-to": a.Slash, "letter-to": a.Letter, "building-to": a.Building, "corpus-to": a.Corpus, "room-to": a.Room,
		"hotel-to": a.Hotel, "office-to": a.Office, "vladenie-to": a.Estate, "num-address-type-to": a.BoxNumber,
	} {
		p.set(name, value)
	}
	if !a.Usable() {
		for name, value := range map[string]string{
			"index-to": d.PostalCode, "region-to": cmp.Or(d.Region, d.City), "place-to": d.City, "street-to": d.Street, "house-to": d.House, "room-to": d.Flat,
		} {
			if p.Values[name] == "" {
				p.set(name, value)
			}
		}
		p.note("index-to", carriers.CodeUnknown, "the Post does not understand the whole address %q (%s, %s): check its parts", text, a.Quality, a.Validation)
	} else if isIndex(d.PostalCode) && a.Index != "" && a.Index != d.PostalCode {
		p.note("index-to", carriers.CodeChoice, "the order has the index %s, the Post finds %s for the address: check which is right", d.PostalCode, a.Index)
	}
	index := p.Values["index-to"]
	if !isIndex(index) {
		return nil
	}
	if _, err := k.client.GetOffice(ctx, index); ordo.ClassOf(err) == ordo.NotFound {
		p.note("index-to", carriers.CodeUnknown, "the Post has no office with the index %s", index)
	} else if err != nil {
		return err
	}
	return nil
}
