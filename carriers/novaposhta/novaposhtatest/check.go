package novaposhtatest

import (
	"math/big"
	"slices"
	"strconv"
	"strings"
)

// draft is a waybill that is checked.
type draft struct {
	*call
	body  object
	wrong []message
	named *person // the recipient, if it is given by name
	said  bool    // what is wrong with it
}

// no reports what is broken.
func (d *draft) no(broken bool, code string, of ...string) {
	if broken {
		d.wrong = append(d.wrong, said(code, of...))
	}
}

// byName fills in a recipient that is given by names instead of references.
func (d *draft) byName() {
	if !yes(d.body, "NewAddress") || str(d.body, "RecipientAddress") != "" {
		return
	}
	before := len(d.wrong)
	defer func() { d.said = len(d.wrong) > before }()
	if city := d.cityByName(); city != nil {
		d.body["CityRecipient"] = city["Ref"]
		d.pointByName(city)
	}
	name := strings.Fields(str(d.body, "RecipientName"))
	repeated := len(name) > 1 && strings.EqualFold(name[0], name[1])
	d.no(len(name) < 2, "20000201598")
	d.no(repeated, "20000201758")
	if str(d.body, "RecipientType") == "" {
		d.body["RecipientType"] = "PrivatePerson"
		d.warn("30000200879")
	}
	if len(d.wrong) > before {
		return
	}
	d.named = &person{
		last: name[0], first: name[1], middle: strings.Join(name[2:], " "), phone: digitsOf(d.body, "RecipientsPhone"),
	}
}

// cityByName finds the city of "RecipientCityName", in its area and district.
func (d *draft) cityByName() object {
	name := str(d.body, "RecipientCityName")
	if name == "" {
		d.no(true, "20000200281")
		return nil
	}
	found := filter(d.cities, func(o object) bool {
		return d.folded(str(o, "Description")) == d.folded(name) && d.in(o, "RecipientArea", "AreaDescription", "Area") &&
			d.in(o, "RecipientAreaRegions", "_district", "_region")
	})
	d.no(len(found) == 0, "20000200279")
	d.no(len(found) > 1, "20000201101")
	if len(found) != 1 {
		return nil
	}
	return found[0]
}

// in reports whether a place has the value of a property by name or by reference.
func (d *draft) in(o object, property string, fields ...string) bool {
	v := str(d.body, property)
	return v == "" || slices.ContainsFunc(fields, func(f string) bool { return strings.EqualFold(str(o, f), v) })
}

// pointByName finds the branch of "RecipientAddressName" by its number, or the street, in a city.
func (d *draft) pointByName(city object) {
	name := str(d.body, "RecipientAddressName")
	if name == "" {
		d.no(true, "20000201396")
		return
	}
	places, field, in := d.points, "Number", "CityRef"
	if toDoors(d.body) {
		places, field, in = d.streets, "Description", "_city"
	}
	found := filter(places, func(o object) bool {
		return str(o, in) == str(city, "Ref") && (strings.EqualFold(str(o, field), name) || strings.EqualFold(str(o, "Ref"), name))
	})
	d.no(len(found) == 0, "20000200273")
	if len(found) > 0 {
		d.body["RecipientAddress"] = found[0]["Ref"]
	}
}

// ends checks where the parcel goes from and to, and whose it is. The order is the vendor's.
func (d *draft) ends() {
	d.town("CitySender", "20000200107", "20000200105", "20000200106")
	d.place("SenderAddress", "CitySender", "20000200329", "20000200326", "20000201226", "20000203868")
	if !d.said {
		d.town("CityRecipient", "20000200104", "20000200102", "20000200103")
		d.place("RecipientAddress", "CityRecipient", "20000200268", "20000201384", "20000200835", "20000203869")
	}
	d.no(str(d.body, "CargoType") == "", "20000200099")
	d.no(str(d.body, "SeatsAmount") == "", "20000200313")
	d.no(d.party(str(d.body, "Sender")) == nil, "20000300442")
	d.person("ContactSender", "20000300406", "20000300403")
	d.phone("SendersPhone", "20000300445", "20000300444")
	if !d.said && d.named == nil {
		d.no(d.party(str(d.body, "Recipient")) == nil, "20000300431")
		d.person("ContactRecipient", "20000300401", "20000300398")
	}
	d.no(str(d.body, "ServiceType") == "", "20000200347")
	d.phone("RecipientsPhone", "20000300435", "20000300434")
	d.no(str(d.body, "PayerType") == "", "20000200247")
	d.no(str(d.body, "PaymentMethod") == "", "20000200248")
	d.no(str(d.body, "Description") == "", "20000200150")
}

func (d *draft) town(property, empty, incorrect, unknown string) {
	v := str(d.body, property)
	d.no(v == "", empty)
	d.no(v != "" && !uuids.MatchString(v), incorrect)
	d.no(uuids.MatchString(v) && d.city(v) == nil, unknown)
}

// place checks an end of the way: a branch, or an address of a counterparty.
func (d *draft) place(property, city, empty, unknown, elsewhere, closed string) {
	v := str(d.body, property)
	point, in := d.point(v), ""
	if point != nil {
		in = str(point, "CityRef")
	} else if _, a := d.address(v); a != nil {
		in = str(a, "CityRef")
	} else if street := byRef(d.streets, "Ref", v); street != nil && yes(d.body, "NewAddress") {
		in = str(street, "_city")
	}
	d.no(v == "", empty)
	d.no(v != "" && in == "", unknown)
	d.no(in != "" && d.city(str(d.body, city)) != nil && !strings.EqualFold(in, str(d.body, city)), elsewhere)
	d.no(str(point, "DenyToSelect") == "1", closed)
}

func (d *draft) person(property, empty, unknown string) {
	v := str(d.body, property)
	_, one := d.contact(v)
	d.no(v == "", empty)
	d.no(v != "" && one == nil, unknown)
}

func (d *draft) phone(property, empty, wrong string) {
	v := str(d.body, property)
	_, ok := phone(v)
	d.no(v == "", empty)
	d.no(v != "" && !ok, wrong)
}

// words checks the words that the vendor has lists of.
func (d *draft) words() {
	one := func(property, code string, all []object) {
		v := str(d.body, property)
		d.no(v != "" && byRef(all, "Ref", v) == nil, code)
	}
	one("CargoType", "20000200184", cargoTypes)
	one("ServiceType", "20000200348", serviceTypes)
	one("PayerType", "20000400475", payers)
	one("PaymentMethod", "20000200251", paymentForms)
	n, ok := whole(d.body, "SeatsAmount")
	d.no(str(d.body, "SeatsAmount") != "" && (!ok || n < 1), "20000200314")
	d.no(len([]rune(str(d.body, "Description"))) > 120, "20000200152")
}

// when checks the day of dispatch: today if there is none.
func (d *draft) when() {
	text := str(d.body, "DateTime")
	if text == "" {
		d.body["DateTime"] = d.today().Format(dotted)
		d.warn("30000200880")
		return
	}
	t, ok := day(text)
	d.no(!ok, "20000400456")
	d.no(ok && t.Before(d.today()), "20000400455")
	d.no(ok && t.After(d.today().AddDate(0, 3, 0)), "20000201661")
	if v := str(d.body, "PreferredDeliveryDate"); v != "" {
		_, ok := day(strings.Fields(v)[0])
		d.no(!ok, "20000200255")
	}
}

// money checks who pays and the declared value, which is 300 UAH if there is none.
func (d *draft) money() {
	third, cash := str(d.body, "PayerType") == "ThirdPerson", str(d.body, "PaymentMethod") == "Cash"
	d.no(third && cash, "20000200350")
	d.no(third && d.party(str(d.body, "ThirdPerson")) == nil, "20000200352")
	d.no(!cash && !d.settings.Contract, "20000200249")
	if str(d.body, "Cost") == "" {
		d.body["Cost"] = "300"
		d.warn("30000200884")
	}
	cost, weight := dec(d.body, "Cost"), orZero(dec(d.body, "Weight"))
	d.no(cost == nil || cost.Sign() == 0 || !cost.IsInt(), "20000200118")
	heavy := above(weight, 100)
	d.no(!heavy && above(cost, 399999), "20000203744")
	d.no(heavy && above(cost, 1000000), "20000203745")
	d.no(str(d.body, "AfterpaymentOnGoodsCost") != "" && !d.settings.Contract, "20000200035")
}

// above reports whether a number is more than n.
func above(r *big.Rat, n int64) bool { return r != nil && r.Cmp(big.NewRat(n, 1)) > 0 }

// seats checks number and sizes of the seats.
func (d *draft) seats() {
	n, _ := whole(d.body, "SeatsAmount")
	_, given := d.body["OptionsSeat"]
	seats, ok := list(d.body, "OptionsSeat")
	locker := d.locker()
	d.no(given && !ok, "20000200227")
	d.no(locker && len(seats) == 0, "20000200226")
	d.no(locker && (n > 1 || len(seats) > 1), "20000203317")
	d.no(!locker && len(seats) > 0 && len(seats) != n, "20000201813")
	for _, seat := range seats {
		d.no(orZero(dec(seat, "weight")).Cmp(big.NewRat(1, 10)) < 0, "20000202460")
		d.no(space(seat).Sign() == 0, "20000201814")
		d.no(locker && above(dec(seat, "volumetricHeight"), 30), "20000200181")
		d.no(locker && above(dec(seat, "volumetricLength"), 60), "20000200212")
		d.no(locker && above(dec(seat, "volumetricWidth"), 40), "20000200389")
	}
	d.no(locker && above(dec(d.body, "Cost"), 29000), "20000201965")
	d.no(locker && !mobile(str(d.body, "RecipientsPhone")), "20000201660")
	d.no(locker && d.settings.SenderPaysLockers && str(d.body, "PayerType") == "Recipient", "20000201109")
	_, volume := d.body["VolumeGeneral"]
	switch documents := str(d.body, "CargoType") == "Documents"; {
	case documents:
		d.no(volume, "20000200367") // also if it is 0
	case len(seats) == 0:
		v := dec(d.body, "VolumeGeneral")
		d.no(v == nil || v.Cmp(big.NewRat(4, 10000)) < 0, "20000200365")
	}
}

// locker reports whether the parcel goes to a locker.
func (d *draft) locker() bool { return toLocker(d.point(str(d.body, "RecipientAddress"))) }

// weigh checks the weight and what the branch takes. What the vendor changes it warns of.
func (d *draft) weigh() {
	weight := dec(d.body, "Weight")
	sum, volume := sizes(d.body)
	seats, _ := list(d.body, "OptionsSeat")
	if str(d.body, "Weight") == "" && len(seats) > 0 {
		weight = sum
	}
	tenth, half, one := big.NewRat(1, 10), big.NewRat(1, 2), big.NewRat(1, 1)
	if str(d.body, "CargoType") == "Documents" && weight != nil {
		d.no(weight.Cmp(tenth) < 0, "20000200374")
		d.no(weight.Cmp(one) > 0, "20000200376")
		d.no(weight.Cmp(tenth) > 0 && weight.Cmp(one) < 0 && weight.Cmp(half) != 0, "20000200373")
	} else {
		d.no(weight == nil || weight.Cmp(tenth) < 0, "20000200373")
	}
	if len(d.wrong) > 0 {
		return
	}
	d.limits()
	if d.locker() {
		d.body["RecipientType"] = "PrivatePerson"
		d.warn("30000200879")
	}
	if len(seats) > 0 {
		d.body["VolumeWeight"], d.body["VolumeGeneral"] = number(bulk(volume)).String(), number(volume).String()
		d.warn("30000200888")
		d.warn("30000200889")
		if heavier := larger(sum, bulk(volume)); heavier.Cmp(orZero(dec(d.body, "Weight"))) != 0 {
			d.body["Weight"] = number(heavier).String()
			d.warn("30000200881")
		}
	}
	switch kind := str(d.body, "CargoType"); {
	case kind == "Cargo" && !above(dec(d.body, "Weight"), 30):
		d.body["CargoType"] = "Parcel"
		d.warn("30000201469")
	case kind == "Parcel" && above(dec(d.body, "Weight"), 30):
		d.body["CargoType"] = "Cargo"
		d.warn("30000201470")
	}
}

func larger(a, b *big.Rat) *big.Rat {
	if a.Cmp(b) < 0 {
		return b
	}
	return a
}

// limits checks what the branch of the recipient takes: the whole parcel and each seat.
func (d *draft) limits() {
	point := d.point(str(d.body, "RecipientAddress"))
	sum, volume := sizes(d.body)
	if most, _ := strconv.ParseInt(str(point, "TotalMaxWeightAllowed"), 10, 64); most > 0 {
		whole := larger(sum, orZero(dec(d.body, "Weight")))
		if toLocker(point) {
			d.no(above(whole, most) || above(bulk(volume), most), "20000200380")
		} else {
			d.no(above(whole, most), "20000202865", strconv.FormatInt(most, 10))
			d.no(!above(whole, most) && above(bulk(volume), most), "20000202866", strconv.FormatInt(most, 10))
		}
	}
	seats, _ := list(d.body, "OptionsSeat")
	if most, _ := strconv.ParseInt(str(point, "PlaceMaxWeightAllowed"), 10, 64); most > 0 {
		for _, seat := range seats {
			heavy := above(dec(seat, "weight"), most)
			d.no(heavy, "20000201162", strconv.FormatInt(most, 10))
			d.no(!heavy && above(bulk(space(seat)), most), "20000203734", strconv.FormatInt(most, 10))
		}
	}
}

// back checks what goes back to the sender.
func (d *draft) back() {
	_, given := d.body["BackwardDeliveryData"]
	all, ok := list(d.body, "BackwardDeliveryData")
	d.no(given && !ok, "20000200086")
	point := d.point(str(d.body, "RecipientAddress"))
	d.no(len(all) > 0 && d.locker(), "20000200841")
	d.no(d.locker() && str(d.body, "AfterpaymentOnGoodsCost") != "", "20000202889")
	for _, b := range all {
		kind, payer := str(b, "CargoType"), str(b, "PayerType")
		if kind == "" || payer == "" || (kind == "Money" && str(b, "RedeliveryString") == "") {
			d.no(true, "20000201120")
			continue
		}
		d.no(payer != "Sender" && payer != "Recipient", "20000200085")
		d.no(!slices.Contains(strings.Fields("Money Documents SignedDocuments CreditDocuments Trays Other"), kind), "20000200075")
		if kind == "Money" {
			sum := dec(b, "RedeliveryString")
			who := d.named
			if who == nil {
				_, who = d.contact(str(d.body, "ContactRecipient"))
			}
			d.no(sum == nil, "20000200079")
			d.no(sum != nil && sum.Cmp(big.NewRat(1, 1)) < 0, "20000200080")
			d.no(point != nil && !d.locker() && str(point, "CanGetMoneyTransfer") != "1", "20000200078")
			d.no(who != nil && !cyrillic.MatchString(who.name()), "20000201122")
		}
	}
}
