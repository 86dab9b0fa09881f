package novaposhtatest

import (
	"regexp"
	"slices"
	"strings"
)

// party is a counterparty: the sender, an organization, or all private persons that receive.
type party struct {
	ref, kind, property string
	person
	city      string
	company   string
	edrpou    string
	contacts  []*person
	addresses []object
}

// person is a contact person.
type person struct{ ref, first, middle, last, phone, email string }

// name is the full name, in the vendor's order.
func (p *person) name() string {
	return strings.Join(strings.Fields(p.last+" "+p.first+" "+p.middle), " ")
}

// privatePersons is the name of the counterparty that private persons share.
const privatePersons = "Приватна особа"

// description is the name of a counterparty.
func (p *party) description() string {
	switch {
	case p.company != "":
		return p.company
	case p.property == "Sender":
		return p.person.name()
	}
	return privatePersons
}

// The properties of requests about people.
const (
	partyProperties   = "CounterpartyType CounterpartyProperty FirstName MiddleName LastName Phone Email EDRPOU CityRef OwnershipForm"
	contactProperties = "CounterpartyRef FirstName MiddleName LastName Phone Email"
	addressProperties = "CounterpartyRef StreetRef BuildingNumber Flat Note"
)

// party finds a counterparty; nil if there is none.
func (s *Server) party(ref string) *party {
	for _, p := range s.parties {
		if ref != "" && strings.EqualFold(p.ref, ref) {
			return p
		}
	}
	return nil
}

// contact finds a contact person and its counterparty.
func (s *Server) contact(ref string) (*party, *person) {
	for _, p := range s.parties {
		for _, one := range p.contacts {
			if ref != "" && strings.EqualFold(one.ref, ref) {
				return p, one
			}
		}
	}
	return nil, nil
}

// private returns the counterparty of private persons.
func (s *Server) private() *party {
	for _, p := range s.parties {
		if p.kind == "PrivatePerson" && p.property == "Recipient" {
			return p
		}
	}
	p := &party{ref: s.id(), kind: "PrivatePerson", property: "Recipient"}
	s.parties = append(s.parties, p)
	return p
}

// counterparties is "Counterparty.getCounterparties".
func counterparties(c *call) ([]any, *refusal) {
	property := str(c.p, "CounterpartyProperty")
	switch property {
	case "Sender", "Recipient", "ThirdPerson":
	case "":
		return nil, refuse("20000901046")
	default:
		return nil, refuse("20000900772")
	}
	var all []object
	for _, p := range c.parties {
		city := str(c.p, "CityRef")
		if p.property == property && (city == "" || strings.EqualFold(city, p.city)) &&
			strings.Contains(strings.ToLower(p.description()), strings.ToLower(str(c.p, "FindByString"))) {
			row := p.row()
			row["City"], row["CityDescription"], row["CounterpartyFullName"] = p.city, str(c.city(p.city), "Description"), ""
			row["OwnershipFormRef"], row["TrustedCounterpartyType"], row["MarketplacePartnerDescription"] = "", "", ""
			all = append(all, row)
		}
	}
	return c.page(all, 100)
}

// row is a counterparty as answers have it.
func (p *party) row() object {
	first, middle, last := "", "", ""
	if p.kind == "PrivatePerson" {
		first, middle, last = p.first, p.middle, p.last
	}
	return object{
		"Ref": p.ref, "Description": p.description(), "FirstName": first, "MiddleName": middle, "LastName": last, "Counterparty": "",
		"OwnershipForm": "", "OwnershipFormDescription": "", "EDRPOU": p.edrpou, "CounterpartyType": p.kind,
	}
}

func (p *person) row() object {
	return object{"Ref": p.ref, "Description": p.name(), "LastName": p.last, "FirstName": p.first, "MiddleName": p.middle}
}

// full is a contact person with telephone and address. One that is missing is null.
func (p *person) full() object {
	row := p.row()
	row["Phones"], row["Email"], row["MarketplacePartnerDescription"] = p.phone, any(p.email), ""
	if p.email == "" {
		row["Email"] = nil
	}
	return row
}

// contactPersons is "Counterparty.getCounterpartyContactPersons".
func contactPersons(c *call) ([]any, *refusal) {
	p := c.party(str(c.p, "Ref"))
	if p == nil {
		return nil, refuse("20000400480")
	}
	var all []object
	for _, one := range p.contacts {
		all = append(all, one.full())
	}
	return c.page(all, 100)
}

// counterpartyAddresses is "Counterparty.getCounterpartyAddresses".
func counterpartyAddresses(c *call) ([]any, *refusal) {
	p := c.party(str(c.p, "Ref"))
	if p == nil {
		return nil, refuse("20000400480")
	}
	if property := str(c.p, "CounterpartyProperty"); property != "" && property != p.property {
		return c.page(nil, 100)
	}
	return c.page(p.addresses, 100)
}

// counterpartyOptions is "Counterparty.getCounterpartyOptions".
func counterpartyOptions(c *call) ([]any, *refusal) {
	p := c.party(str(c.p, "Ref"))
	if p == nil {
		return nil, refuse("20000400480")
	}
	may := c.settings.Contract && p.property == "Sender"
	row := object{"AfterpaymentType": "", "DebtorParams": []any{}, "PrintMarkingAllowedTypes": object{"m85x85A4": true, "m100x100": true}}
	for k := range strings.FieldsSeq("CanPayTheThirdPerson CanAfterpaymentOnGoodsCost CanNonCashPayment") {
		row[k] = may
	}
	for k := range strings.FieldsSeq("FillingWarranty AddressDocumentDelivery CanCreditDocuments CanSignedDocuments HideDeliveryCost " +
		"InternationalDelivery PickupService CanSameDayDelivery CanForwardingService PartialReturn LoyaltyProgram DescentFromFloor Debtor " +
		"CustomerReturn SecurePayment") {
		row[k] = false
	}
	return []any{row}, nil
}

// The vendor takes Ukrainian names alone.
var cyrillic = regexp.MustCompile(`^[А-ЩЬЮЯЄІЇҐа-щьюяєіїґ'’ʼ \-]*$`)

// personOf reads a person of a request and returns what is wrong with it.
func personOf(p object) (who person, wrong []string) {
	who = person{first: str(p, "FirstName"), middle: str(p, "MiddleName"), last: str(p, "LastName"), email: str(p, "Email")}
	number, ok := phone(str(p, "Phone"))
	who.phone = number
	for _, rule := range []struct {
		broken bool
		code   string
	}{
		{who.first == "", "20000100527"},
		{who.last == "", "20000100533"},
		{str(p, "Phone") == "", "20000100556"},
		{str(p, "Phone") != "" && !ok, "20000100552"},
		{!cyrillic.MatchString(who.first), "20000100526"},
		{!cyrillic.MatchString(who.last), "20000100532"},
		{len([]rune(who.first)) > 25, "20000100528"},
		{len([]rune(who.middle)) > 25, "20000900764"},
		{len([]rune(who.name())) > 50, "20000900757"},
	} {
		if rule.broken {
			wrong = append(wrong, rule.code)
		}
	}
	return who, wrong
}

// know returns the contact person of a counterparty, new or known by name and telephone.
func (s *Server) know(p *party, who person) (one *person, known bool) {
	i := slices.IndexFunc(p.contacts, func(o *person) bool { return o.name() == who.name() && o.phone == who.phone })
	if i >= 0 {
		return p.contacts[i], true
	}
	who.ref = s.id()
	p.contacts = append(p.contacts, &who)
	return &who, false
}

// saveCounterparty is "Counterparty.save".
func saveCounterparty(c *call) ([]any, *refusal) {
	kind, property, edrpou := str(c.p, "CounterpartyType"), str(c.p, "CounterpartyProperty"), str(c.p, "EDRPOU")
	switch {
	case property == "":
		return nil, refuse("20000901046")
	case property != "Recipient" && property != "ThirdPerson", kind != "PrivatePerson" && kind != "Organization":
		return nil, refuse("20000900772")
	case kind == "PrivatePerson" && property == "Recipient":
		who, wrong := personOf(c.p)
		if wrong != nil {
			return nil, refuse(wrong...)
		}
		one, known := c.know(c.private(), who)
		c.commit()
		row := c.private().row()
		row["FirstName"], row["MiddleName"], row["LastName"] = who.first, who.middle, who.last
		var warnings []message
		if known {
			warnings = []message{{text: messageTexts["30000801043"]}} // without its code here
		}
		row["ContactPerson"] = nested([]any{one.row()}, warnings)
		return []any{row}, nil
	case edrpou == "":
		return nil, &refusal{errors: []message{{text: "EDRPOU can't be empty for Organization"}, said("20000900759")}}
	case property == "ThirdPerson" && str(c.p, "CityRef") == "":
		return nil, refuse("20000900767")
	}
	i := slices.IndexFunc(c.parties, func(p *party) bool { return p.edrpou == edrpou && p.property == property })
	var p *party
	if i >= 0 {
		p = c.parties[i]
		same := said("30000900779")
		same.key = "DuplicateValidate"
		c.warnings = append(c.warnings, same)
	} else {
		p = &party{ref: c.id(), kind: kind, property: property, company: "Підприємство " + edrpou, edrpou: edrpou, city: str(c.p, "CityRef")}
		c.parties = append(c.parties, p)
		c.commit()
	}
	row := p.row()
	row["OwnershipForm"], row["OwnershipFormDescription"] = "0a1b2c3d-0009-11df-8000-000000000001", "ТОВ"
	contact := nested(nil, nil)
	contact["info"] = object{"totalCount": 0}
	row["ContactPerson"] = contact
	return []any{row}, nil
}

// nested is the whole answer that stands in another.
func nested(rows []any, warnings []message) object {
	if rows == nil {
		rows = []any{}
	}
	texts, codes := told(warnings)
	return object{
		"success": true, "data": rows, "errors": []any{}, "translatedErrors": []any{}, "warnings": texts, "info": []any{},
		"messageCodes": []any{}, "errorCodes": []any{}, "warningCodes": codes, "infoCodes": []any{},
	}
}

// updateCounterparty is "Counterparty.update". Private persons cannot be changed, of which the vendor only warns.
func updateCounterparty(c *call) ([]any, *refusal) {
	p := c.party(str(c.p, "Ref"))
	switch {
	case p == nil:
		return nil, refuse("20000400480")
	case str(c.p, "CityRef") == "":
		return nil, refuse("20000900767")
	case p.kind != "PrivatePerson":
		return nil, refuse("20000900735")
	}
	c.warn("30000902062")
	return []any{p.row()}, nil
}

// deleteCounterparty is "Counterparty.delete".
func deleteCounterparty(c *call) ([]any, *refusal) {
	p := c.party(str(c.p, "Ref"))
	switch {
	case str(c.p, "Ref") == "":
		return nil, refuse("20000900752")
	case p == nil:
		return nil, refuse("20000400480")
	case p.property == "Sender":
		return nil, refuse("20000901045")
	case p.kind == "PrivatePerson":
		return nil, refuse("20000901631")
	}
	c.parties = slices.DeleteFunc(c.parties, func(o *party) bool { return o == p })
	c.commit()
	return []any{object{"Ref": p.ref}}, nil
}

// saveContact is "ContactPerson.save".
func saveContact(c *call) ([]any, *refusal) {
	p := c.party(str(c.p, "CounterpartyRef"))
	if str(c.p, "CounterpartyRef") == "" {
		return nil, refuse("20000800728")
	}
	if p == nil {
		return nil, refuse("20000901858")
	}
	who, wrong := personOf(c.p)
	if wrong != nil {
		return nil, refuse(wrong...)
	}
	one, known := c.know(p, who)
	if known && p.property == "Sender" {
		return nil, refuse("20000801543")
	}
	if known {
		c.warn("30000801043")
	} else {
		c.commit()
	}
	return []any{one.full()}, nil
}

// updateContact is "ContactPerson.update".
func updateContact(c *call) ([]any, *refusal) {
	p, one := c.contact(str(c.p, "Ref"))
	switch {
	case one == nil:
		return nil, refuse("20000400480")
	case p.property == "Sender" && p.kind == "PrivatePerson":
		return nil, refuse("20000801416")
	}
	who, wrong := personOf(c.p)
	if wrong != nil {
		return nil, refuse(wrong...)
	}
	who.ref = one.ref
	*one = who
	c.commit()
	row := one.full()
	row["AdditionalPhone"] = ""
	return []any{row}, nil
}

// deleteContact is "ContactPerson.delete".
func deleteContact(c *call) ([]any, *refusal) {
	p, one := c.contact(str(c.p, "Ref"))
	switch {
	case one == nil:
		return nil, refuse("20000400480")
	case p.property == "Sender":
		return nil, refuse("20000801416")
	}
	p.contacts = slices.DeleteFunc(p.contacts, func(o *person) bool { return o == one })
	c.commit()
	return []any{object{"Ref": one.ref}}, nil
}

// addressOf reads an address of a request.
func (c *call) addressOf() (*party, object, *refusal) {
	p, street := c.party(str(c.p, "CounterpartyRef")), byRef(c.streets, "Ref", str(c.p, "StreetRef"))
	building, flat, note := str(c.p, "BuildingNumber"), str(c.p, "Flat"), str(c.p, "Note")
	switch {
	case str(c.p, "CounterpartyRef") == "":
		return nil, nil, refuse("20000800728")
	case p == nil:
		return nil, nil, refuse("20000901858")
	case street == nil:
		return nil, nil, refuse("20000500639")
	case building == "":
		return nil, nil, refuse("20000500624")
	}
	name := str(street, "Description") + " " + str(street, "StreetsType") + " " + building
	if flat != "" {
		name += " кв. " + flat
	}
	city := c.city(str(street, "_city"))
	return p, object{
		"Description": strings.TrimSpace(name + " " + note), "CityRef": city["Ref"], "CityDescription": city["Description"],
		"StreetRef": street["Ref"], "StreetDescription": street["Description"], "BuildingRef": "", "BuildingDescription": building,
		"Note": note, "AddressName": "", "MarketplacePartnerDescription": "",
	}, nil
}

// address finds an address and its counterparty.
func (s *Server) address(ref string) (*party, object) {
	for _, p := range s.parties {
		if a := byRef(p.addresses, "Ref", ref); a != nil {
			return p, a
		}
	}
	return nil, nil
}

// saveAddress is "Address.save". An address that is known is warned of.
func saveAddress(c *call) ([]any, *refusal) {
	p, a, no := c.addressOf()
	if no != nil {
		return nil, no
	}
	if known := byRef(p.addresses, "Description", str(a, "Description")); known != nil {
		a = known
		c.warn("30000500679")
	} else {
		a["Ref"] = c.id()
		p.addresses = append(p.addresses, a)
		c.commit()
	}
	return []any{object{"Ref": a["Ref"], "Description": a["Description"]}}, nil
}

// updateAddress is "Address.update".
func updateAddress(c *call) ([]any, *refusal) {
	_, old := c.address(str(c.p, "Ref"))
	if old == nil {
		return nil, refuse("20000400480")
	}
	_, a, no := c.addressOf()
	if no != nil {
		return nil, no
	}
	for k, v := range a {
		old[k] = v
	}
	c.commit()
	return []any{object{"Ref": old["Ref"], "Description": old["Description"]}}, nil
}

// deleteAddress is "Address.delete".
func deleteAddress(c *call) ([]any, *refusal) {
	ref := str(c.p, "Ref")
	p, a := c.address(ref)
	switch {
	case ref == "":
		return nil, refuse("20000900752")
	case a == nil:
		return nil, refuse("20000400480")
	}
	p.addresses = slices.DeleteFunc(p.addresses, func(o object) bool { return str(o, "Ref") == str(a, "Ref") })
	c.commit()
	return []any{object{"Ref": a["Ref"]}}, nil
}
