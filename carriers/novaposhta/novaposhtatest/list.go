package novaposhtatest

import (
	"maps"
	"slices"
	"strings"
	"time"
)

// listProperties are the filters of "InternetDocument.getDocumentList".
const listProperties = "DateTimeFrom DateTimeTo DateTime Page Limit GetFullList IntDocNumber RedeliveryMoney UnassembledCargo"

// documents is "InternetDocument.getDocumentList". It goes by the day of dispatch, not by that on which the waybill was
// made.
func documents(c *call) ([]any, *refusal) {
	from, to, no := c.period()
	if no != nil {
		return nil, no
	}
	var all []object
	for _, w := range c.waybills {
		on, _ := day(str(w.body, "DateTime"))
		number := str(c.p, "IntDocNumber")
		if w.stranger || c.hidden(w) || on.Before(from) || on.After(to) || (number != "" && number != w.number) ||
			(yes(c.p, "RedeliveryMoney") && w.backward("Money") == nil) ||
			(yes(c.p, "UnassembledCargo") && (!c.handedOver(w) || c.over(w))) {
			continue
		}
		all = append(all, c.row(w))
	}
	if yes(c.p, "GetFullList") { // without pages
		c.count(len(all))
		return shown(all), nil
	}
	return c.page(all, 100)
}

// period returns the days that a list is asked for. One day goes before a range.
func (c *call) period() (from, to time.Time, no *refusal) {
	first, last, one := str(c.p, "DateTimeFrom"), str(c.p, "DateTimeTo"), str(c.p, "DateTime")
	from, okFrom := day(first)
	to, okTo := day(last)
	on, okOne := day(one)
	switch {
	case yes(c.p, "UnassembledCargo") && (first == "" || last == ""):
		return from, to, refuse("20000201438")
	case yes(c.p, "RedeliveryMoney") && (first == "" || last == ""):
		return from, to, refuse("20000201440")
	case one != "" && !okOne:
		return from, to, refuse("20000300413")
	case one != "":
		return on, on, nil
	case first != "" && !okFrom:
		return from, to, refuse("20000203439")
	case last != "" && !okTo:
		return from, to, refuse("20000203440")
	case first == "" && last == "" && str(c.p, "IntDocNumber") != "":
		return time.Time{}, c.today().AddDate(1, 0, 0), nil
	case last == "":
		to = c.today()
	}
	if first == "" {
		from = to
	}
	if from.After(to) {
		return from, to, refuse("20000203441")
	}
	return from, to, nil
}

// when writes a time as lists do.
func when(t time.Time) string {
	if t.IsZero() {
		return noTime
	}
	return kyiv(t).Format(isoTime)
}

// ofDay writes a day as lists do.
func ofDay(text string) string {
	t, ok := day(text)
	if !ok {
		return noTime
	}
	return t.Format(isoTime)
}

// row is a waybill as a list has it.
func (c *call) row(w *waybill) object {
	now := c.now(w)
	handedOut, _ := c.reached(w, "9", "10", "11", "106")
	from, to := c.party(str(w.body, "Sender")), c.party(str(w.body, "Recipient"))
	_, sender := c.contact(str(w.body, "ContactSender"))
	_, recipient := c.contact(str(w.body, "ContactRecipient"))
	money, sum := w.backward("Money"), "0"
	if money != nil {
		sum = str(money, "RedeliveryString")
	}
	sheetNumber, sheetPrinted := "", "0"
	if w.sheet != nil {
		sheetNumber = w.sheet.number
		if w.sheet.printed {
			sheetPrinted = "1"
		}
	}
	seats, _ := list(w.body, "OptionsSeat")
	full := []any{}
	for _, seat := range seats {
		s := maps.Clone(seat)
		s["volumetricWeight"] = number(bulk(space(seat)))
		full = append(full, s)
	}
	row := object{
		"Ref": w.ref, "Number": w.number, "IntDocNumber": w.number, "DeletionMark": w.deleted, "DateTime": ofDay(str(w.body, "DateTime")),
		"PreferredDeliveryDate": ofDay(str(w.body, "PreferredDeliveryDate")), "EWDateCreated": when(w.made), "CreateTime": when(w.made),
		"Weight": str(w.body, "Weight"), "SeatsAmount": str(w.body, "SeatsAmount"), "Cost": str(w.body, "Cost"),
		"CostOnSite": number(w.cost).String(), "StateId": now.Code, "StateName": c.text(w, now), "Printed": !w.printed.IsZero(),
		"DateLastPrint": when(w.printed), "DateLastUpdatedStatus": when(now.At), "RecipientDateTime": when(handedOut.At),
		"ScheduledDeliveryDate": w.due.Format(isoTime), "EstimatedDeliveryDate": w.due.Format(isoTime), "RejectionReason": now.Reason,
		"ScanSheetNumber": sheetNumber, "ScanSheetPrinted": sheetPrinted,
		"InfoRegClientBarcodes":         strings.Join(texts(w.body, "InfoRegClientBarcodes"), ","),
		"CitySenderDescription":         str(c.city(str(w.body, "CitySender")), "Description"),
		"CityRecipientDescription":      str(c.city(str(w.body, "CityRecipient")), "Description"),
		"SenderAddressDescription":      c.where(str(w.body, "SenderAddress")),
		"RecipientAddressDescription":   c.where(str(w.body, "RecipientAddress")),
		"SenderDescription":             nameOf(from),
		"RecipientDescription":          nameOf(to),
		"SenderContactPerson":           fullName(sender),
		"RecipientContactPerson":        fullName(recipient),
		"RecipientFullName":             fullName(recipient),
		"RecipientContactPhone":         str(w.body, "RecipientsPhone"),
		"BackwardDeliveryMoney":         sum,
		"BackwardDeliverySum":           sum,
		"BackwardDeliveryCargoType":     str(money, "CargoType"),
		"BackwardDeliveryDataDocuments": []any{}, "AfterpaymentOnGoodsCost": orNought(str(w.body, "AfterpaymentOnGoodsCost")),
		"OptionsSeat": full, "ChangedDataEW": false, "AviaDelivery": false, "SecurePayment": false, "LightReturn": false,
		"ForwardingCount": 0, "StatePayId": "", "StatePayName": "", "EDRPOU": "", "OwnershipForm": "", "RegionCode": "", "System": "api",
		"MarketplacePartnerDescription": "", "ElevatorRecipient": yes(w.body, "Elevator"), "DeliveryByHand": false,
	}
	for k := range strings.FieldsSeq("ServiceType CargoType PayerType PaymentMethod CitySender CityRecipient Sender Recipient SenderAddress " +
		"RecipientAddress ContactSender ContactRecipient SendersPhone RecipientsPhone Description AdditionalInformation Note PackingNumber " +
		"NumberOfFloorsLifting Promocode RedBoxBarcode TimeInterval AccompanyingDocuments") {
		row[k] = str(w.body, k)
	}
	return row
}

func orNought(sum string) string {
	if sum == "" {
		return "0"
	}
	return sum
}

func nameOf(p *party) string {
	if p == nil {
		return ""
	}
	return p.description()
}

func fullName(p *person) string {
	if p == nil {
		return ""
	}
	return p.name()
}

// where describes a branch or an address.
func (s *Server) where(ref string) string {
	if p := s.point(ref); p != nil {
		return str(p, "Description")
	}
	_, a := s.address(ref)
	return str(a, "Description")
}

// document is "InternetDocument.getDocument": words where the list has references, and the references beside them.
func document(c *call) ([]any, *refusal) {
	w := c.owned(str(c.p, "Ref"))
	switch {
	case str(c.p, "Ref") == "":
		return nil, refuse("20000900752")
	case w == nil:
		return nil, refuse("20000200206")
	}
	row := c.row(w)
	for k, name := range map[string]string{
		"Sender": "SenderDescription", "Recipient": "RecipientDescription", "SenderAddress": "SenderAddressDescription",
		"RecipientAddress": "RecipientAddressDescription", "ContactSender": "SenderContactPerson", "ContactRecipient": "RecipientContactPerson",
	} {
		row[k+"Ref"], row[k] = row[k], row[name]
	}
	for k, all := range map[string][]object{
		"ServiceType": serviceTypes, "CargoType": cargoTypes, "PayerType": payers, "PaymentMethod": paymentForms,
	} {
		row[k+"Ref"], row[k] = row[k], str(byRef(all, "Ref", str(row, k)), "Description")
	}
	back := []any{}
	all, _ := list(w.body, "BackwardDeliveryData")
	for _, b := range all {
		back = append(back, object{
			"CargoType": str(byRef(backwardTypes, "Ref", str(b, "CargoType")), "Description"), "CargoTypeRef": b["CargoType"],
			"PayerType": str(byRef(payers, "Ref", str(b, "PayerType")), "Description"), "PayerTypeRef": b["PayerType"],
			"RedeliveryString": str(b, "RedeliveryString"),
		})
	}
	row["BackwardDeliveryData"], row["VolumeGeneral"] = back, str(w.body, "VolumeGeneral")
	row["CargoDetails"] = slices.Concat([]any{}, anyList(w.body, "CargoDetails"))
	return []any{row}, nil
}

func anyList(o object, key string) []any {
	all, _ := o[key].([]any)
	return all
}
