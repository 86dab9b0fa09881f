package novaposhtatest

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

var fourteen = regexp.MustCompile(`^\d{14}$`)

// track is "TrackingDocument.getStatusDocuments". One number that is none refuses them all.
func track(c *call) ([]any, *refusal) {
	asked, ok := list(c.p, "Documents")
	if _, is := c.p["Documents"].([]any); !is {
		return nil, refuse("20000301007")
	}
	switch {
	case !ok:
		return nil, refuse("20001401442")
	case len(asked) > 100:
		return nil, refuse("20001401153")
	case len(asked) == 0:
		return nil, refuse("20000301007")
	}
	rows := []any{}
	for _, d := range asked {
		number := str(d, "DocumentNumber")
		if !fourteen.MatchString(number) {
			return nil, refuse("20001401442")
		}
		tel, ok := phone(str(d, "Phone"))
		if str(d, "Phone") != "" && !ok {
			return nil, refuse("20001401160")
		}
		w := c.find(number)
		row := unknown(number)
		mine := w != nil && c.owns() && !w.stranger
		known := w != nil && ok && slices.Contains([]string{digitsOf(w.body, "SendersPhone"), digitsOf(w.body, "RecipientsPhone")}, tel)
		if w != nil && !c.hidden(w) {
			c.fill(row, w)
			if !mine && !known {
				mask(row)
			}
			if !mine {
				keyless(row)
			}
		}
		if !mine && !known {
			c.warnings = append(c.warnings, message{text: object{
				"ID_" + number: "Please enter a valid phone number from the express invoice to show full information",
			}})
		}
		rows = append(rows, row)
	}
	slices.Reverse(rows) // the order is not that of the question
	return rows, nil
}

func digitsOf(o object, key string) string {
	number, _ := phone(str(o, key))
	return number
}

// unknown is the row of a number that is not found: all fields, and most of them empty.
func unknown(number string) object {
	row := object{
		"Number": number, "StatusCode": "3", "Status": statusTexts["3"], "AnnouncedPrice": 0, "DocumentWeight": 0, "CheckWeight": 0,
		"AmountPaid": 0, "AmountToPay": 0, "AfterpaymentOnGoodsCost": 0, "Redelivery": 0, "AviaDelivery": 0, "RecipientFullNameEW": " ",
		"CargoReturnRefusal": false, "SecurePayment": false, "Packaging": []any{}, "Services": []any{}, "PartialReturnGoods": []any{},
		"Declarations": []any{}, "FinalEUReturnDate": nil, "EUReturnNumber": nil, "ParentBranchCity": nil, "ParentBranchName": nil, "Edit": true,
	}
	for k := range strings.FieldsSeq("PossibilityChangeCash2Card PossibilityChangeDeliveryIntervals PossibilityChangeEW " +
		"PossibilityCreateRedirecting PossibilityCreateRefusal PossibilityCreateReturn PossibilityTermExtension PossibilityCreateClaim " +
		"PossibilityLightReturn PossibilityTrusteeRecipient PossibilityEUReturn") {
		row[k] = false
	}
	for k := range strings.FieldsSeq("DateCreated RefEW RecipientDateTime CargoType CargoDescriptionString DocumentCost CalculatedWeight " +
		"CheckWeightMethod FactualWeight VolumeWeight OwnerDocumentNumber OwnerDocumentType SeatsAmount ServiceType CitySender " +
		"CounterpartySenderDescription CounterpartySenderType PhoneSender RefCitySender RefSettlementSender SenderAddress SenderFullNameEW " +
		"WarehouseSender WarehouseSenderAddress WarehouseSenderInternetAddressRef LoyaltyCardSender CityRecipient " +
		"CounterpartyRecipientDescription PhoneRecipient RecipientAddress RecipientFullName RecipientWarehouseTypeRef RefCityRecipient " +
		"RefSettlementRecipient WarehouseRecipient WarehouseRecipientAddress WarehouseRecipientNumber CategoryOfWarehouse " +
		"WarehouseRecipientRef WarehouseRecipientInternetAddressRef TrusteeRecipientPhone LoyaltyCardRecipient PayerType PaymentMethod " +
		"PaymentStatus PaymentStatusDate ExpressWaybillAmountToPay ExpressWaybillPaymentStatus CardMaskedNumber " +
		"LastAmountReceivedCommissionGM LastAmountTransferGM LastTransactionDateTimeGM LastTransactionStatusGM SumBeforeCheckWeight " +
		"DocumentCostCurrencyCode InvoiceCurrencyCode RedeliveryNum RedeliveryPayer RedeliveryPaymentCardDescription RedeliveryServiceCost " +
		"RedeliverySum RedeliveryPaymentCardRef ScheduledDeliveryDate ActualDeliveryDate AdjustedDate DateFirstDayStorage DateReturnCargo " +
		"DateScan DateMoving TrackingUpdateDate DatePayedKeeping InternationalDeliveryType InternetDocumentDescription " +
		"AdditionalInformationEW BarcodeRedBox ClientBarcode DaysStorageCargo DeliveryTimeframe FreeShipping CreatedOnTheBasis " +
		"LastCreatedOnTheBasisDateTime LastCreatedOnTheBasisDocumentType LastCreatedOnTheBasisNumber LastCreatedOnTheBasisPayerType " +
		"MarketplacePartnerToken MarketplacePartnerDescription PostomatV3CellReservationNumber StorageAmount StoragePrice UndeliveryReasons " +
		"UndeliveryReasonsDate UndeliveryReasonsSubtypeDescription CounterpartyType LightReturnNumber") {
		row[k] = ""
	}
	return row
}

// storage is how long a parcel is kept for nothing, and keeping how long at all.
const storage, keeping = 8 * 24 * time.Hour, 14 * 24 * time.Hour

// fill writes a waybill into a row of tracking, in the vendor's mixture of types and times.
func (c *call) fill(row object, w *waybill) {
	now := c.now(w)
	_, sender := c.contact(str(w.body, "ContactSender"))
	_, recipient := c.contact(str(w.body, "ContactRecipient"))
	from, to := c.city(str(w.body, "CitySender")), c.city(str(w.body, "CityRecipient"))
	out, in := c.point(str(w.body, "SenderAddress")), c.point(str(w.body, "RecipientAddress"))
	for k, v := range (object{
		"StatusCode": now.Code, "Status": c.text(w, now), "RefEW": w.ref, "DateCreated": kyiv(w.made).Format(dashedTime),
		"TrackingUpdateDate": when(now.At), "DateScan": kyiv(now.At).Format(scanTime), "ScheduledDeliveryDate": w.due.Format("02-01-2006") + " 12:00:00",
		"ActualDeliveryDate": noTime, "DatePayedKeeping": noTime, "DateReturnCargo": noTime,
		"DocumentCost": number(w.cost).String(), "DocumentCostCurrencyCode": "UAH", "AmountToPay": number(w.cost).String(), "AmountPaid": "0",
		"AnnouncedPrice": jsonNumber(w.body, "Cost"), "AfterpaymentOnGoodsCost": jsonNumber(w.body, "AfterpaymentOnGoodsCost"),
		"ExpressWaybillAmountToPay": number(w.cost), "ExpressWaybillPaymentStatus": "", "PaymentStatus": "",
		"DocumentWeight": jsonNumber(w.body, "Weight"), "FactualWeight": orZero(dec(w.body, "Weight")).FloatString(2),
		"VolumeWeight": bulk(orZero(dec(w.body, "VolumeGeneral"))).FloatString(2), "SeatsAmount": str(w.body, "SeatsAmount"),
		"CargoDescriptionString": str(w.body, "Description"), "AdditionalInformationEW": str(w.body, "AdditionalInformation"),
		"CitySender": str(from, "Description"), "RefCitySender": str(from, "Ref"), "RefSettlementSender": str(from, "_settlement"),
		"WarehouseSender": str(out, "Description"), "WarehouseSenderAddress": str(out, "ShortAddress"),
		"WarehouseSenderInternetAddressRef": str(out, "Ref"), "SenderAddress": c.where(str(w.body, "SenderAddress")),
		"CounterpartySenderDescription": nameOf(c.party(str(w.body, "Sender"))), "CounterpartySenderType": "PrivatePerson",
		"SenderFullNameEW": fullName(sender), "PhoneSender": str(w.body, "SendersPhone"),
		"CityRecipient": str(to, "Description"), "RefCityRecipient": str(to, "Ref"), "RefSettlementRecipient": str(to, "_settlement"),
		"WarehouseRecipient": str(in, "Description"), "WarehouseRecipientAddress": str(in, "ShortAddress"),
		"WarehouseRecipientInternetAddressRef": str(in, "Ref"), "WarehouseRecipientRef": str(in, "Ref"),
		"RecipientWarehouseTypeRef": str(in, "TypeOfWarehouse"), "CategoryOfWarehouse": str(in, "CategoryOfWarehouse"),
		"RecipientAddress": c.where(str(w.body, "RecipientAddress")), "CounterpartyRecipientDescription": nameOf(c.party(str(w.body, "Recipient"))),
		"RecipientFullName": fullName(recipient), "RecipientFullNameEW": fullName(recipient), "PhoneRecipient": str(w.body, "RecipientsPhone"),
		"CounterpartyType": "PrivatePerson", "ClientBarcode": strings.Join(texts(w.body, "InfoRegClientBarcodes"), ","),
		"UndeliveryReasons": now.Reason, "PostomatV3CellReservationNumber": false, "SumBeforeCheckWeight": 0,
		"PossibilityChangeEW": !c.over(w) && !w.deleted, "PossibilityCreateReturn": c.handedOver(w) && !c.over(w),
		"PossibilityCreateRedirecting": c.handedOver(w) && !c.over(w), "PossibilityTermExtension": now.Code == "7",
	}) {
		row[k] = v
	}
	for k := range strings.FieldsSeq("CargoType ServiceType PayerType PaymentMethod") {
		row[k] = str(w.body, k)
	}
	if n, err := strconv.Atoi(str(in, "Number")); err == nil {
		row["WarehouseRecipientNumber"] = n
	}
	if now.Reason != "" {
		row["UndeliveryReasonsDate"] = when(now.At)
	}
	if st, ok := c.reached(w, "7", "8"); ok {
		row["ActualDeliveryDate"], row["DateFirstDayStorage"] = when(st.At), kyiv(st.At.Add(storage)).Format(time.DateOnly)
		row["DatePayedKeeping"], row["DateReturnCargo"] = when(st.At.Add(storage)), when(st.At.Add(keeping))
		if kept := c.settings.Now().Sub(st.At); kept > storage && !c.over(w) {
			row["DaysStorageCargo"] = strconv.Itoa(int((kept-storage).Hours()/24) + 1)
		}
	}
	if st, ok := c.reached(w, "9", "10", "11", "106"); ok {
		row["RecipientDateTime"], row["AmountPaid"] = kyiv(st.At).Format(dottedTime), number(w.cost).String()
		row["PaymentStatus"], row["PaymentStatusDate"] = "PAYED", when(st.At)
		row["ExpressWaybillPaymentStatus"], row["ExpressWaybillAmountToPay"] = "Payed", 0
	}
	c.goesBack(row, w)
	if w.basis != nil {
		row["OwnerDocumentNumber"], row["OwnerDocumentType"] = w.basis.number, w.kind
	}
}

// goesBack writes what goes back to the sender: money, documents, the goods.
func (c *call) goesBack(row object, w *waybill) {
	if all, _ := list(w.body, "BackwardDeliveryData"); len(all) > 0 {
		row["Redelivery"], row["RedeliveryPayer"] = 1, str(all[0], "PayerType")
	}
	if money := w.backward("Money"); money != nil {
		row["RedeliverySum"], row["RedeliveryPayer"] = jsonNumber(money, "RedeliveryString"), str(money, "PayerType")
	}
	m := w.last
	if m == nil {
		return
	}
	row["LastCreatedOnTheBasisDocumentType"], row["LastCreatedOnTheBasisNumber"] = m.kind, m.number
	row["LastCreatedOnTheBasisDateTime"], row["LastCreatedOnTheBasisPayerType"] = when(m.at), m.payer
	switch m.kind {
	case goingBack:
		row["RedeliveryNum"] = m.number
	case moneyBack:
		row["LastTransactionStatusGM"], row["LastTransactionDateTimeGM"] = "Відправлення", when(m.at)
		row["LastAmountTransferGM"] = orZero(dec(w.backward("Money"), "RedeliveryString")).FloatString(3)
		row["LastAmountReceivedCommissionGM"] = 20
		if !m.paid.IsZero() {
			row["LastTransactionStatusGM"], row["LastTransactionDateTimeGM"] = "Видача", when(m.paid)
		}
	}
}

// jsonNumber is a number of the properties as a number, 0 if there is none.
func jsonNumber(o object, key string) any { return number(orZero(dec(o, key))) }

// mask empties what only those see who know a telephone number of the waybill.
func mask(row object) {
	for k := range strings.FieldsSeq("CounterpartyRecipientDescription RecipientFullName CounterpartySenderDescription " +
		"ExpressWaybillPaymentStatus ExpressWaybillAmountToPay AfterpaymentOnGoodsCost RecipientAddress SenderAddress CargoDescriptionString " +
		"AnnouncedPrice AdditionalInformationEW PhoneRecipient PhoneSender RecipientFullNameEW SenderFullNameEW") {
		row[k] = ""
	}
}

// keyless leaves out what only the key of the cabinet shows, since February 2025.
func keyless(row object) {
	for k := range row {
		if strings.HasPrefix(k, "Redelivery") || strings.HasPrefix(k, "LastCreatedOnTheBasis") || strings.HasPrefix(k, "LastTransaction") ||
			strings.HasPrefix(k, "LastAmount") {
			delete(row, k)
		}
	}
}
