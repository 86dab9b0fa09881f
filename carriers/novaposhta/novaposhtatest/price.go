package novaposhtatest

import (
	"math/big"
	"strings"
)

// priceProperties are the properties of "InternetDocument.getDocumentPrice".
const priceProperties = "CitySender CityRecipient Weight VolumeGeneral ServiceType Cost CargoType SeatsAmount DateTime " +
	"RedeliveryCalculate.CargoType RedeliveryCalculate.Amount PackCount PackRef Amount CargoDescription CargoDetails[].CargoDescription " +
	"CargoDetails[].Amount OptionsSeat[].weight OptionsSeat[].volumetricWidth OptionsSeat[].volumetricLength " +
	"OptionsSeat[].volumetricHeight OptionsSeat[].volumetricVolume OptionsSeat[].packRef"

// rate is what a delivery costs, by a tariff of the fake's own: 90 UAH up to two kilograms, 80 within a city, five for
// each further kilogram, 35 for each end that is a door, and half a percent of what is declared above 500, in whole
// hryvnias.
func (s *Server) rate(body object) *big.Rat {
	base := int64(90)
	if local(body) {
		base = 80
	}
	service := str(body, "ServiceType")
	for _, door := range []bool{strings.HasPrefix(service, "Doors"), strings.HasSuffix(service, "Doors")} {
		if door {
			base += 35
		}
	}
	sum := big.NewRat(base, 1)
	weight, volume := sizes(body)
	over := new(big.Rat).Sub(larger(larger(weight, orZero(dec(body, "Weight"))), bulk(volume)), big.NewRat(2, 1))
	if over.Sign() > 0 {
		sum.Add(sum, new(big.Rat).Mul(up(over), big.NewRat(5, 1)))
	}
	if dear := new(big.Rat).Sub(orZero(dec(body, "Cost")), big.NewRat(500, 1)); dear.Sign() > 0 {
		sum.Add(sum, dear.Mul(dear, big.NewRat(5, 1000)))
	}
	return up(sum)
}

// up is the next whole number.
func up(r *big.Rat) *big.Rat {
	n := new(big.Int).Add(r.Num(), new(big.Int).Sub(r.Denom(), big.NewInt(1)))
	return new(big.Rat).SetInt(n.Quo(n, r.Denom()))
}

// days is how long a parcel travels.
func days(body object) int {
	if local(body) {
		return 1
	}
	return 2
}

// route checks the two cities of a question.
func (c *call) route() *refusal {
	d := &draft{call: c, body: c.p}
	d.town("CitySender", "20000200107", "20000200105", "20000200106")
	d.town("CityRecipient", "20000200104", "20000200102", "20000200103")
	d.no(str(c.p, "ServiceType") == "", "20000200347")
	d.no(str(c.p, "ServiceType") != "" && byRef(serviceTypes, "Ref", str(c.p, "ServiceType")) == nil, "20000200348")
	if len(d.wrong) > 0 {
		return &refusal{errors: d.wrong}
	}
	return nil
}

// price is "InternetDocument.getDocumentPrice". Parts that are zero are left out.
func price(c *call) ([]any, *refusal) {
	if no := c.route(); no != nil {
		return nil, no
	}
	d := &draft{call: c, body: c.p}
	kind := str(c.p, "CargoType")
	d.no(kind == "", "20000200099")
	d.no(kind != "" && byRef(cargoTypes, "Ref", kind) == nil, "20000200184")
	weight, _ := sizes(c.p)
	d.no(weight.Cmp(big.NewRat(1, 10)) < 0, "20000200373")
	cost := dec(c.p, "Cost")
	d.no(str(c.p, "Cost") != "" && cost == nil, "20000200118")
	n, ok := whole(c.p, "SeatsAmount")
	d.no(str(c.p, "SeatsAmount") == "", "20000200313")
	d.no(str(c.p, "SeatsAmount") != "" && (!ok || n < 1), "20000200314")
	d.when()
	if len(d.wrong) > 0 {
		return nil, &refusal{errors: d.wrong}
	}
	if kind == "Cargo" && !above(weight, 30) {
		c.warn("30000201469")
	}
	row := object{"Cost": number(c.rate(c.p)), "AssessedCost": number(larger(orZero(cost), big.NewRat(300, 1)))}
	if back, ok := c.p["RedeliveryCalculate"].(object); ok {
		sum := dec(back, "Amount")
		if sum == nil || str(back, "CargoType") == "" {
			return nil, refuse("20000201120")
		}
		if str(back, "CargoType") == "Money" { // 20 UAH and two percent
			row["CostRedelivery"] = number(up(new(big.Rat).Add(big.NewRat(20, 1), sum.Mul(sum, big.NewRat(2, 100)))))
		} else {
			row["CostRedelivery"] = number(c.rate(object{"CitySender": c.p["CitySender"], "CityRecipient": c.p["CityRecipient"]}))
		}
	}
	if packs, ok := whole(c.p, "PackCount"); ok && packs > 0 {
		row["CostPack"] = 10 * packs
	}
	return []any{row}, nil
}

// deliveryDate is "InternetDocument.getDocumentDeliveryDate".
func deliveryDate(c *call) ([]any, *refusal) {
	if no := c.route(); no != nil {
		return nil, no
	}
	from := c.today()
	if text := str(c.p, "DateTime"); text != "" {
		t, ok := day(text)
		if !ok {
			return nil, refuse("20000400456")
		}
		from = t
	}
	due := from.AddDate(0, 0, days(c.p)).Format(isoTime) + ".000000"
	return []any{object{"DeliveryDate": object{"date": due, "timezone_type": 3, "timezone": "Europe/Kiev"}}}, nil
}
