package novaposhtatest

import (
	"slices"
	"strings"
	"time"
)

// changing is the kind of a request that makes no waybill.
const changing = "ChangeEW"

// request is an order to return, redirect or change a parcel that Nova Poshta has.
type request struct {
	ref, number, kind string
	made              time.Time
	of, to            *waybill // to is what was made of it
}

// The properties of requests.
const (
	requestProperties = "OrderType IntDocNumber PaymentMethod PayerType Reason SubtypeReason Note ReturnAddressRef RecipientSettlement " +
		"RecipientSettlementStreet BuildingNumber NoteAddressRecipient RecipientWarehouse Customer ServiceType Recipient RecipientContactName " +
		"RecipientPhone SenderContactName SenderPhone AfterpaymentOnGoodsCost BackwardDeliveryData[].PayerType BackwardDeliveryData[].CargoType " +
		"BackwardDeliveryData[].RedeliveryString"
	requestFilters = "Number Ref BeginDate EndDate Page Limit"
)

// orderTypes are the vendor's words for the kinds of requests.
var orderTypes = map[string]string{"orderCargoReturn": cargoReturn, "orderRedirecting": redirecting, "orderChangeEW": changing}

// returnable returns a waybill whose parcel Nova Poshta has.
func (c *call) returnable(property, unknown, not string) (*waybill, *refusal) {
	w := c.owned(str(c.p, property))
	switch {
	case w == nil || w.deleted:
		return nil, refuse(unknown)
	case !c.handedOver(w) || c.over(w):
		return nil, refuse(not)
	}
	return w, nil
}

// mayReturn is "AdditionalService.CheckPossibilityCreateReturn": the addresses to return to.
func mayReturn(c *call) ([]any, *refusal) {
	w, no := c.returnable("Number", "20000301849", "20000301249")
	if no != nil {
		return nil, no
	}
	_, sender := c.contact(str(w.body, "ContactSender"))
	return []any{object{
		"NonCash": c.settings.Contract, "City": str(c.city(str(w.body, "CitySender")), "Description"),
		"Counterparty": nameOf(c.party(str(w.body, "Sender"))), "ContactPerson": fullName(sender), "Address": c.where(str(w.body, "SenderAddress")),
		"Phone": str(w.body, "SendersPhone"), "Ref": str(w.body, "SenderAddress"), "Type": "Warehouse",
	}}, nil
}

// mayRedirect is "AdditionalService.checkPossibilityForRedirecting".
func mayRedirect(c *call) ([]any, *refusal) {
	w, no := c.returnable("Number", "20000301849", "20000301574")
	if no != nil {
		return nil, no
	}
	_, recipient := c.contact(str(w.body, "ContactRecipient"))
	city := c.city(str(w.body, "CityRecipient"))
	return []any{object{
		"Ref": w.ref, "Number": w.number, "PayerType": w.body["PayerType"], "PaymentMethod": w.body["PaymentMethod"],
		"ServiceType": w.body["ServiceType"], "WarehouseRef": str(w.body, "RecipientAddress"),
		"WarehouseDescription": c.where(str(w.body, "RecipientAddress")), "CityRecipient": str(city, "Ref"),
		"CityRecipientDescription": str(city, "Description"), "SettlementRecipient": str(city, "_settlement"),
		"SettlementRecipientDescription": str(city, "Description"), "SettlementType": str(city, "SettlementType"),
		"CounterpartyRecipientRef": str(w.body, "Recipient"), "CounterpartyRecipientDescription": nameOf(c.party(str(w.body, "Recipient"))),
		"RecipientName": fullName(recipient), "PhoneSender": str(w.body, "SendersPhone"), "PhoneRecipient": str(w.body, "RecipientsPhone"),
		"DocumentWeight": str(w.body, "Weight"), "InternationalDeliveryType": "", "RecommendationWarehouses": []any{},
		"AddressDescription": str(c.point(str(w.body, "RecipientAddress")), "ShortAddress"), "StreetDescription": "", "BuildingNumber": "",
	}}, nil
}

// mayChange is "AdditionalService.CheckPossibilityChangeEW".
func mayChange(c *call) ([]any, *refusal) {
	w, no := c.returnable("IntDocNumber", "20000301271", "20000301522")
	if no != nil {
		return nil, no
	}
	_, sender := c.contact(str(w.body, "ContactSender"))
	_, recipient := c.contact(str(w.body, "ContactRecipient"))
	row := object{
		"SenderCounterparty": nameOf(c.party(str(w.body, "Sender"))), "ContactPersonSender": fullName(sender), "SenderPhone": str(w.body, "SendersPhone"),
		"RecipientCounterparty": nameOf(c.party(str(w.body, "Recipient"))), "ContactPersonRecipient": fullName(recipient),
		"RecipientPhone": str(w.body, "RecipientsPhone"), "PayerType": w.body["PayerType"], "PaymentMethod": w.body["PaymentMethod"],
		"BackwardDeliveryData": slices.Concat([]any{}, anyList(w.body, "BackwardDeliveryData")),
	}
	for k := range strings.FieldsSeq("CanChangeSender CanChangeRecipient CanChangePayerTypeOrPaymentMethod CanChangeBackwardDeliveryDocuments " +
		"CanChangeBackwardDeliveryMoney CanChangeCash2Card CanChangeBackwardDeliveryOther CanChangeAfterpaymentType CanChangeLiftingOnFloor " +
		"CanChangeLiftingOnFloorWithElevator CanChangeFillingWarranty") {
		row[k] = true
	}
	return []any{row}, nil
}

// The reasons of returns, and the reasons below them.
var (
	reasons = []object{
		{"Ref": "0a1b2c3d-000a-11e3-8000-000000000001", "Description": "Відмова Одержувача"},
		{"Ref": "0a1b2c3d-000a-11e3-8000-000000000002", "Description": "Інші причини"},
	}
	subtypes = []object{
		{"Ref": "0a1b2c3d-000b-11ea-8000-000000000001", "Description": "Не підійшов товар", "ReasonRef": "0a1b2c3d-000a-11e3-8000-000000000001"},
		{"Ref": "0a1b2c3d-000b-11ea-8000-000000000002", "Description": "За бажанням відправника", "ReasonRef": "0a1b2c3d-000a-11e3-8000-000000000002"},
	}
)

// returnReasons is "AdditionalService.getReturnReasons".
func returnReasons(*call) ([]any, *refusal) { return shown(reasons), nil }

// returnSubtypes is "AdditionalService.getReturnReasonsSubtypes".
func returnSubtypes(c *call) ([]any, *refusal) {
	return shown(filter(subtypes, func(o object) bool { return strings.EqualFold(str(o, "ReasonRef"), str(c.p, "ReasonRef")) })), nil
}

// saveRequest is "AdditionalService.save". What is asked for is done at once.
func saveRequest(c *call) ([]any, *refusal) {
	kind := orderTypes[str(c.p, "OrderType")]
	not := map[string]string{cargoReturn: "20000301249", redirecting: "20000301574", changing: "20000301522"}[kind]
	if kind == "" {
		return nil, odd("OrderType " + str(c.p, "OrderType"))
	}
	w, no := c.returnable("IntDocNumber", "20000301271", not)
	if no == nil {
		no = map[string]func(*waybill) *refusal{cargoReturn: c.checkReturn, redirecting: c.checkRedirect, changing: c.change}[kind](w)
	}
	if no != nil {
		return nil, no
	}
	r := &request{ref: c.id(), number: c.Server.number("102-", 8), kind: kind, made: c.settings.Now(), of: w}
	switch kind {
	case cargoReturn:
		r.to = c.sendBack(w)
		if p := c.point(str(c.p, "RecipientWarehouse")); p != nil {
			r.to.body["CityRecipient"], r.to.body["RecipientAddress"] = p["CityRef"], p["Ref"]
		}
	case redirecting:
		r.to = c.redirect(w, c.point(str(c.p, "RecipientWarehouse")))
	}
	c.requests = append(c.requests, r)
	c.commit()
	return []any{object{"Number": r.number, "Ref": r.ref}}, nil
}

// checkReturn checks a request to return.
func (c *call) checkReturn(*waybill) *refusal {
	d := &draft{call: c, body: c.p}
	reason, subtype := str(c.p, "Reason"), str(c.p, "SubtypeReason")
	d.no(str(c.p, "PaymentMethod") == "", "20000301240")
	d.no(reason == "", "20000301267")
	d.no(reason != "" && byRef(reasons, "Ref", reason) == nil, "20000301268")
	d.no(subtype == "", "20000301269")
	d.no(subtype != "" && byRef(subtypes, "Ref", subtype) == nil, "20000301270")
	branch := str(c.p, "RecipientWarehouse")
	d.no(branch != "" && c.point(branch) == nil, "20000301412")
	if len(d.wrong) > 0 {
		return &refusal{errors: d.wrong}
	}
	if branch == "" && str(c.p, "ReturnAddressRef") == "" && str(c.p, "RecipientSettlement") == "" {
		return odd("a return goes to ReturnAddressRef, RecipientWarehouse or RecipientSettlement")
	}
	return nil
}

// checkRedirect checks a request to redirect, which the fake does to branches.
func (c *call) checkRedirect(*waybill) *refusal {
	branch := str(c.p, "RecipientWarehouse")
	switch {
	case branch == "":
		return odd("a parcel is redirected to a RecipientWarehouse here")
	case !uuids.MatchString(branch):
		return refuse("20000301411")
	case c.point(branch) == nil:
		return refuse("20000301412")
	}
	return nil
}

// change applies a request to change.
func (c *call) change(w *waybill) *refusal {
	for property, field := range map[string]string{
		"SenderPhone": "SendersPhone", "RecipientPhone": "RecipientsPhone", "Recipient": "Recipient", "PayerType": "PayerType",
		"PaymentMethod": "PaymentMethod", "AfterpaymentOnGoodsCost": "AfterpaymentOnGoodsCost",
	} {
		if v := str(c.p, property); v != "" {
			w.body[field] = v
		}
	}
	if back, has := c.p["BackwardDeliveryData"]; has {
		w.body["BackwardDeliveryData"] = back
	}
	if name := strings.Fields(str(c.p, "RecipientContactName")); len(name) > 1 {
		one, _ := c.know(c.private(), person{last: name[0], first: name[1], middle: strings.Join(name[2:], " "), phone: digitsOf(w.body, "RecipientsPhone")})
		w.body["ContactRecipient"] = one.ref
	}
	return nil
}

// deleteRequest is "AdditionalService.delete". What was made of the request is deleted too, unless it is on its way.
func deleteRequest(c *call) ([]any, *refusal) {
	i := slices.IndexFunc(c.requests, func(r *request) bool { return strings.EqualFold(r.ref, str(c.p, "Ref")) })
	if i < 0 {
		return nil, &refusal{errors: []message{{code: "20000301271", text: "Ref not found"}}}
	}
	r := c.requests[i]
	c.requests = slices.Delete(c.requests, i, i+1)
	c.commit()
	return []any{object{"Number": r.number}}, nil
}

// requestsOf lists the requests of a kind.
func requestsOf(kind string) handler {
	return func(c *call) ([]any, *refusal) {
		from, to := time.Time{}, c.settings.Now().AddDate(1, 0, 0)
		for property, into := range map[string]*time.Time{"BeginDate": &from, "EndDate": &to} {
			if text := str(c.p, property); text != "" {
				t, err := time.ParseInLocation("02/01/2006 15:04", text, kyiv(c.settings.Now()).Location())
				if err != nil {
					return nil, odd(property + " " + text)
				}
				*into = t
			}
		}
		var all []object
		for _, r := range c.requests {
			number, ref := str(c.p, "Number"), str(c.p, "Ref")
			if r.kind != kind || r.made.Before(from) || r.made.After(to) || (number != "" && number != r.number && number != r.of.number) ||
				(ref != "" && !strings.EqualFold(ref, r.ref)) {
				continue
			}
			all = append(all, c.requestRow(r))
		}
		return c.page(all, 50)
	}
}

func (c *call) requestRow(r *request) object {
	row := object{
		"OrderRef": r.ref, "OrderNumber": r.number, "OrderStatus": "Прийняте", "DateTime": kyiv(r.made).Format(dottedTime),
		"DocumentNumber": r.of.number, "CanDeleteOrder": true, "ExpressWaybillNumber": "", "ExpressWaybillStatus": "", "DeliveryCost": "",
		"EstimatedDeliveryDate": "", "CounterpartyRecipient": nameOf(c.party(str(r.of.body, "Recipient"))), "ContactPersonRecipient": "",
		"RecipientPhone": str(r.of.body, "RecipientsPhone"), "AddressRecipient": "",
	}
	if r.to != nil {
		_, who := c.contact(str(r.to.body, "ContactRecipient"))
		row["ExpressWaybillNumber"], row["ExpressWaybillStatus"] = r.to.number, c.text(r.to, c.now(r.to))
		row["DeliveryCost"], row["EstimatedDeliveryDate"] = number(r.to.cost).String(), r.to.due.Format(dotted)
		row["ContactPersonRecipient"], row["AddressRecipient"] = fullName(who), c.where(str(r.to.body, "RecipientAddress"))
		row["RecipientPhone"], row["CounterpartyRecipient"] = str(r.to.body, "RecipientsPhone"), nameOf(c.party(str(r.to.body, "Recipient")))
	}
	return row
}
