package cdek

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/contact"
	"github.com/ordo-sdk/ordo/order"
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
	if n != 0 {
		p.Values[name] = strconv.Itoa(n)
	}
}

func (p *prefill) note(field, code, format string, args ...any) {
	p.notes = append(p.notes, broken(field, code, format, args...))
}

// parties fills in the sender and the recipient.
func (p *prefill) parties(k *Carrier, v order.View) {
	p.set("recipient.name", cmp.Or(v.Delivery.Recipient, v.Buyer.Name))
	if phone := cmp.Or(v.Delivery.Phone, v.Buyer.Phone); phone != "" {
		p.set("recipient.phones.1.number", contact.Dialled(phone, "RU"))
	}
	p.set("recipient.email", v.Buyer.Email)
	if s := k.sender; s != nil {
		p.set("sender.name", s.Name)
		p.set("sender.company", s.Company)
		p.set("sender.contragent_type", s.Kind)
		p.set("sender.email", s.Email)
		p.set("sender.tin", s.TIN)
		for i, phone := range s.Phones {
			p.set(carriers.RowPrefix("sender.phones", i+1)+"number", contact.Dialled(phone.Number, "RU"))
			p.set(carriers.RowPrefix("sender.phones", i+1)+"additional", phone.Additional)
		}
	}
	if s := k.seller; s != nil {
		p.set("seller.name", s.Name)
		p.set("seller.inn", s.INN)
		p.set("seller.phone", s.Phone)
		p.set("seller.ownership_form", s.Ownership)
		p.set("seller.address", s.Address)
		p.set("seller.giis_subdivision_id", s.GIIS)
	}
	p.set("shipment_point", k.office)
	if k.door != nil {
		p.location("from_location.", *k.door)
	}
	p.set("services", strings.Join(k.services, ","))
}

func (p *prefill) location(prefix string, l Location) {
	p.setInt(prefix+"code", l.Code)
	p.set(prefix+"city", l.City)
	p.set(prefix+"address", l.Address)
	p.set(prefix+"postal_code", l.PostalCode)
	p.set(prefix+"region", l.Region)
	p.set(prefix+"sub_region", l.SubRegion)
	p.setInt(prefix+"region_code", l.RegionCode)
	p.set(prefix+"country_code", l.CountryCode)
	p.set(prefix+"fias_guid", l.FIAS)
	p.set(prefix+"city_uuid", l.CityUUID)
	p.set(prefix+"longitude", string(l.Longitude))
	p.set(prefix+"latitude", string(l.Latitude))
}

// goods fills in the packages, and cash on delivery.
func (p *prefill) goods(c carriers.Consignment) error {
	boxes, err := c.Boxes()
	if err != nil {
		return err
	}
	for n, b := range boxes {
		row := carriers.RowPrefix("packages", n+1)
		p.set(row+carriers.FieldNumber, b.Number)
		p.setInt(row+"weight", b.Weight)
		p.setInt(row+"length", centimetres(b.Length))
		p.setInt(row+"width", centimetres(b.Width))
		p.setInt(row+"height", centimetres(b.Height))
		taken := map[string]bool{}
		for i, x := range b.Items {
			p.item(carriers.RowPrefix(row+"items", i+1), x, taken)
		}
	}
	charges, vat, err := c.Charges()
	if err != nil {
		return err
	}
	if charges.Sign() > 0 {
		p.set("delivery_recipient_cost.value", charges.Text())
		p.set("delivery_recipient_cost.vat_rate", string(VATOf(vat)))
	}
	return nil
}

func (p *prefill) item(row string, x carriers.Item, taken map[string]bool) {
	name := cmp.Or(x.Name, x.SKU, x.Line)
	if x.Part > 1 {
		name = fmt.Sprintf("%s (место %d)", name, x.Part)
	} else {
		p.set(row+carriers.FieldUnits, carriers.FormatUnits(x.Units))
	}
	p.set(row+"name", cut(name, maxText))
	p.set(row+carriers.FieldArticle, article(cmp.Or(x.SKU, x.Line, "1"), taken))
	p.setInt(row+"amount", x.Pieces)
	p.setInt(row+"weight", x.Weight)
	p.set(row+"cost", cmp.Or(x.Price.Text(), "0"))
	p.set(row+"payment.value", cmp.Or(x.Owed.Text(), "0"))
	if x.Owed.Sign() > 0 {
		p.set(row+"payment.vat_rate", string(VATOf(x.VAT)))
	}
	p.set(row+"marking", x.Mark)
}

// centimetres converts millimetres, rounded up.
func centimetres(millimetres int) int { return (millimetres + 9) / 10 }

// cut returns the beginning of a text.
func cut(text string, most int) string {
	if r := []rune(text); len(r) > most {
		return string(r[:most])
	}
	return text
}

var (
	unfitArticle = regexp.MustCompile(`[^A-Za-zА-Яа-яЁё0-9!@"#№$;%^:&?*()_\-+=<>,.{}\[\]/ ]`)
	pointCode    = regexp.MustCompile(`^[A-Za-z0-9_-]{2,20}$`)
)

// article returns an article that CDEK accepts and that is unique in the package: a repeated one gets a number. One
// that is too long keeps its beginning and gets a hash.
func article(own string, taken map[string]bool) string {
	base := strings.TrimSpace(unfitArticle.ReplaceAllString(own, "_"))
	if base != own || len([]rune(base)) > maxArticle {
		sum := sha256.Sum256([]byte(own))
		hash := "-" + hex.EncodeToString(sum[:3])
		base = cut(base, maxArticle-len(hash)) + hash
	}
	out := base
	for n := 2; taken[out]; n++ {
		suffix := "#" + strconv.Itoa(n)
		out = cut(base, maxArticle-len(suffix)) + suffix
	}
	taken[out] = true
	return out
}
