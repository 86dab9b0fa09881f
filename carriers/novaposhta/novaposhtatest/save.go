package novaposhtatest

import (
	"maps"
	"math/big"
	"slices"
	"strings"
)

// waybillProperties are the properties of "InternetDocument.save".
const waybillProperties = "PayerType PaymentMethod DateTime CargoType Weight VolumeGeneral VolumeWeight ServiceType SeatsAmount Description Cost " +
	"CitySender Sender SenderAddress ContactSender SendersPhone SenderWarehouseIndex " +
	"CityRecipient Recipient RecipientAddress ContactRecipient RecipientsPhone RecipientWarehouseIndex ThirdPerson " +
	"OptionsSeat[].weight OptionsSeat[].volumetricWidth OptionsSeat[].volumetricLength OptionsSeat[].volumetricHeight " +
	"OptionsSeat[].volumetricVolume OptionsSeat[].volumetricWeight OptionsSeat[].packRef OptionsSeat[].specialCargo OptionsSeat[].cost " +
	"OptionsSeat[].description CargoDetails[].CargoDescription CargoDetails[].Amount " +
	"BackwardDeliveryData[].PayerType BackwardDeliveryData[].CargoType BackwardDeliveryData[].RedeliveryString " +
	"BackwardDeliveryData[].Services.* BackwardDeliveryData[].Trays.* AfterpaymentOnGoodsCost InfoRegClientBarcodes InfoRegClientBarcodes[] " +
	"AdditionalInformation AccompanyingDocuments Note PackingNumber RedBoxBarcode TimeInterval PreferredDeliveryDate NumberOfFloorsLifting " +
	"Elevator SaturdayDelivery Promocode Cash2Card ParamsOptionsSeats NewAddress RecipientCityName RecipientArea RecipientAreaRegions RecipientAddressName RecipientHouse " +
	"RecipientFlat RecipientName RecipientType SettlementType OwnershipForm RecipientContactName EDRPOU RecipientAddressNote"

// save is "InternetDocument.save".
func save(c *call) ([]any, *refusal) {
	body, no := c.checked()
	if no != nil {
		return nil, no
	}
	w := c.add(body, c.settings.Now())
	return c.saved(w)
}

// update is "InternetDocument.update", until the parcel is handed over.
func update(c *call) ([]any, *refusal) {
	w := c.owned(str(c.p, "Ref"))
	switch {
	case str(c.p, "Ref") == "":
		return nil, refuse("20000900752")
	case w == nil || w.deleted:
		return nil, refuse("20000201069")
	case c.now(w).Code == "8":
		return nil, refuse("20000203941")
	case c.handedOver(w):
		return nil, refuse("20000300577")
	case w.sheet != nil:
		return nil, refuse("20000200153")
	}
	body, no := c.checked()
	if no != nil {
		return nil, no
	}
	delete(body, "Ref")
	w.body = body
	return c.saved(w)
}

// saved answers with a waybill that was made or changed.
func (c *call) saved(w *waybill) ([]any, *refusal) {
	c.estimate(w)
	c.commit()
	return []any{object{
		"Ref": w.ref, "CostOnSite": number(w.cost), "EstimatedDeliveryDate": w.due.Format(dotted), "IntDocNumber": w.number,
		"TypeDocument": "InternetDocument",
	}}, nil
}

// checked returns the properties of a waybill as the vendor stores them, or all that is wrong.
func (c *call) checked() (object, *refusal) {
	d := &draft{call: c, body: maps.Clone(c.p)}
	d.byName()
	d.ends()
	d.words()
	d.when()
	if len(d.wrong) == 0 {
		d.money()
		d.seats()
		d.weigh()
		d.back()
	}
	for _, number := range texts(c.p, "InfoRegClientBarcodes") {
		if fates := c.fates[number]; len(fates) > 0 {
			d.wrong, c.fates[number] = append(d.wrong, fates[0]), fates[1:]
		}
	}
	if len(d.wrong) > 0 {
		return nil, &refusal{errors: d.wrong}
	}
	if d.named != nil {
		one, _ := c.know(c.private(), *d.named)
		d.body["Recipient"], d.body["ContactRecipient"] = c.private().ref, one.ref
	}
	return d.body, nil
}

// remove is "InternetDocument.delete", until the parcel is handed over. Of several waybills each is deleted or not.
func remove(c *call) ([]any, *refusal) {
	refs := slices.DeleteFunc(texts(c.p, "DocumentRefs"), func(ref string) bool { return !uuids.MatchString(ref) })
	if len(refs) == 0 {
		return nil, refuse("20000200564")
	}
	rows, wrong, unchanged := []any{}, []message(nil), false
	for _, ref := range refs {
		w := c.owned(ref)
		switch {
		case w == nil:
			unchanged = true
		case w.deleted:
			wrong, unchanged = append(wrong, message{key: ref, text: "Document already deleted " + w.number}), true
		case c.now(w).Code == "8":
			wrong, unchanged = append(wrong, message{key: ref, text: "Parcel is in Postomat. Can not be deleted"}), true
		case c.handedOver(w):
			unchanged = true
		case w.sheet != nil:
			wrong = append(wrong, said("20000200153"))
		case c.settings.PrintedStay && !w.printed.IsZero():
			wrong = append(wrong, said("20000200154"))
		default:
			w.deleted = true
			c.move(w, Step{Code: "2"})
			rows = append(rows, object{"Ref": w.ref})
		}
	}
	if len(rows) > 0 {
		c.commit()
	} else if unchanged {
		wrong = append(wrong, said("20000201173"))
	}
	if len(wrong) > 0 || unchanged {
		return nil, &refusal{errors: wrong, rows: rows, done: len(rows) > 0}
	}
	return rows, nil
}

// sizes returns the seats' weight and volume, in kilograms and cubic metres.
func sizes(body object) (weight, volume *big.Rat) {
	weight, volume = dec(body, "Weight"), dec(body, "VolumeGeneral")
	if seats, ok := list(body, "OptionsSeat"); ok && len(seats) > 0 {
		weight, volume = new(big.Rat), new(big.Rat)
		for _, seat := range seats {
			weight.Add(weight, orZero(dec(seat, "weight")))
			volume.Add(volume, space(seat))
		}
	}
	return orZero(weight), orZero(volume)
}

func orZero(r *big.Rat) *big.Rat {
	if r == nil {
		return new(big.Rat)
	}
	return r
}

// space is the volume of a seat in cubic metres.
func space(seat object) *big.Rat {
	v := big.NewRat(1, 1_000_000)
	for _, k := range []string{"volumetricWidth", "volumetricLength", "volumetricHeight"} {
		v.Mul(v, orZero(dec(seat, k)))
	}
	return v
}

// bulk is the weight of a volume: 250 kilograms a cubic metre.
func bulk(volume *big.Rat) *big.Rat { return new(big.Rat).Mul(volume, big.NewRat(250, 1)) }

// toLocker reports whether a point is a locker.
func toLocker(point object) bool { return str(point, "CategoryOfWarehouse") == "Postomat" }

// toDoors reports whether a courier brings the parcel.
func toDoors(body object) bool { return strings.HasSuffix(str(body, "ServiceType"), "Doors") }
