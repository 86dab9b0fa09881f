package retailcrm

import (
	"slices"
	"strings"

	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/order"
)

// meaning is what the system makes of a field that a person changed.
type meaning uint8

const (
	meansUnknown  meaning = iota // not in the table: reported as ignored, so that somebody sees it
	meansStatus                  // a status, of the order or of a line: by the mapping
	meansDate                    // when it is delivered
	meansLine                    // lines, quantities and what a line costs
	meansDiscount                // the discount of the whole order
	meansShipping                // what shipping costs the buyer
	meansDetail                  // who buys, who gets the goods and where
	meansComment                 // words that are kept with the order
	meansPayment                 // payments
	meansWarning                 // nothing here can follow: people are told
	meansLooked                  // looked at in every reading, whoever tells of it
	meansFollows                 // follows from other fields, or is another view of them
	meansNothing                 // no matter of an order: reported as ignored
)

// fieldRow is what a field of the history means, and, where nothing is done, why.
type fieldRow struct {
	field string
	kind  meaning
	why   string
}

// fieldTable has every field that the history of orders is known to tell of, by the names of the vendor's own modules
// and of recorded histories. The account's own fields, "custom_" and their code, are in customMeaning.
var fieldTable = []fieldRow{
	{erp.FieldStatus, meansStatus, ""},
	{"order_product.status", meansStatus, ""},
	{"status_comment", meansComment, ""},
	{"delivery_date", meansDate, ""},
	{"delivery_time", meansDate, ""},
	{fieldCreated, meansFollows, "what a new order holds is compared once somebody changes it"},
	{fieldParcel, meansLooked, "packages and the tick that unlocks them"},
	{"id", meansFollows, "an order that was deleted is reported by the reading itself"},

	{"order_product", meansLine, ""},
	{"order_product.quantity", meansLine, ""},
	{"order_product.initial_price", meansLine, ""},
	{"order_product.discount", meansLine, ""},
	{"order_product.discount_percent", meansLine, ""},
	{"order_product.discount_manual_amount", meansLine, ""},
	{"order_product.discount_manual_percent", meansLine, ""},
	{"order_product.discount_total", meansLine, ""},
	{"order_product.price_type", meansLine, ""},
	{"order_product.bonuses_charge", meansLine, ""},
	{"order_product.bonuses_charge_total", meansLine, ""},
	{"order_product.summ", meansFollows, "the line's price and quantity"},
	{"order_product.prices", meansFollows, "the line's price and quantity"},
	{"order_product.comment", meansComment, ""},
	{"order_product.vat_rate", meansWarning, ""},
	{"order_product.offer", meansWarning, ""},
	{"order_product.product_name", meansWarning, ""},
	{"order_product.marking_codes", meansLooked, "marking codes"},
	{"order_product.id", meansFollows, "the line itself"},
	{"order_product.external_id", meansNothing, "another program's name of the line"},
	{"order_product.external_ids", meansNothing, "other programs' names of the line"},
	{"order_product.properties", meansNothing, "a description of the product"},
	{"order_product.purchase_price", meansNothing, "what the goods cost the merchant"},
	{"order_product.bonuses_credit", meansNothing, "points that the buyer gets later; no price changes"},
	{"order_product.bonuses_credit_total", meansNothing, "points that the buyer gets later; no price changes"},
	{"order_product.ordering", meansNothing, "the place of the line on the card"},

	{"discount", meansDiscount, ""},
	{"discount_percent", meansDiscount, ""},
	{"discount_manual_amount", meansDiscount, ""},
	{"discount_manual_percent", meansDiscount, ""},
	{"bonuses_charge_total", meansDiscount, ""},
	{"privilege_type", meansDiscount, ""},
	{"apply_round", meansDiscount, ""},
	{"bonuses_credit_total", meansNothing, "points that the buyer gets later; no price changes"},
	{"summ", meansFollows, "the lines"},
	{"total_summ", meansFollows, "the lines and what shipping costs"},
	{"purchase_summ", meansFollows, "what the goods cost the merchant"},
	{"currency", meansWarning, ""},

	{"delivery_cost", meansShipping, ""},
	{"delivery_net_cost", meansNothing, "what the carrier charges the merchant"},
	{"delivery_type", meansWarning, ""},
	{"delivery_service", meansWarning, ""},
	{"delivery_vat_rate", meansWarning, ""},
	{"delivery_address.text", meansDetail, ""},
	{"delivery_address.index", meansDetail, ""},
	{"delivery_address.region", meansDetail, ""},
	{"delivery_address.city", meansDetail, ""},
	{"delivery_address.street", meansDetail, ""},
	{"delivery_address.building", meansDetail, ""},
	{"delivery_address.flat", meansDetail, ""},
	{"delivery_address.block", meansDetail, ""},
	{"delivery_address.floor", meansDetail, ""},
	{"delivery_address.intercom_code", meansDetail, ""},
	{"delivery_address.notes", meansComment, ""},
	{"delivery_address.house", meansComment, ""},
	{"delivery_address.housing", meansComment, ""},
	{"delivery_address.metro", meansComment, ""},
	{"delivery_address.country", meansNothing, "an order has one country, that of its channel"},
	{"delivery_address.region_id", meansFollows, "the region"},
	{"delivery_address.city_id", meansFollows, "the city"},
	{"delivery_address.city_type", meansFollows, "the city"},
	{"delivery_address.street_id", meansFollows, "the street"},
	{"delivery_address.street_type", meansFollows, "the street"},

	{"first_name", meansDetail, ""},
	{"last_name", meansDetail, ""},
	{"patronymic", meansDetail, ""},
	{"phone", meansDetail, ""},
	{"email", meansDetail, ""},
	{"customer_comment", meansDetail, ""},
	{"additional_phone", meansDetail, ""},
	{"manager_comment", meansComment, ""},

	{"payments", meansPayment, ""},
	{"payment", meansPayment, ""},
	{"payments.status", meansPayment, ""},
	{"payments.type", meansPayment, ""},
	{"payments.amount", meansPayment, ""},
	{"payments.paid_at", meansFollows, "the payment's status"},
	{"payments.external_id", meansNothing, "another program's name of the payment"},
	{"payments.comment", meansComment, ""},
	{"payment_type", meansPayment, ""},
	{"payment_status", meansPayment, ""},
	{"prepay_sum", meansFollows, "the payments"},
	{"full_paid_at", meansFollows, "the payments"},

	{"integration_delivery_data.locked", meansLooked, "the tick that unlocks the packages"},
	{"integration_delivery_data.packages", meansLooked, "packages"},
	{"integration_delivery_data.track_number", meansWarning, ""},
	{"integration_delivery_data.status", meansNothing, "the module's status of the parcel, which comes from the carrier"},
	{"integration_delivery_data.courier", meansNothing, "which courier drives is the merchant's matter"},

	{"number", meansNothing, "the number by which people call the order; the channel has its own"},
	{"external_id", meansWarning, ""},
	{"created_at", meansNothing, "the channel says when the order was placed"},
	{"mark", meansNothing, "the merchant's rating of the order"},
	{"mark_datetime", meansNothing, "when the order was rated"},
	{"site", meansWarning, ""},
	{"order_type", meansNothing, "a sorting of orders within the CRM"},
	{"order_method", meansNothing, "a sorting of orders within the CRM"},
	{"source", meansNothing, "where the buyer came from"},
	{"marketplace", meansNothing, "the channel of an order cannot change"},
	{"country", meansNothing, "an order has one country, that of its channel"},
	{"manager", meansNothing, "who in the merchant's staff looks after the order"},
	{"call", meansNothing, "a sign that somebody should call the buyer"},
	{"expired", meansNothing, "a sign that the order is late in the CRM's own terms"},
	{"dialog_id", meansNothing, "a chat of the CRM"},
	{"customer", meansNothing, "the card of the buyer in the CRM; what the order says of the buyer has fields of its own"},
	{"contact", meansNothing, "the card of the contact in the CRM; what the order says of the buyer has fields of its own"},
	{"company", meansNothing, "the card of the company in the CRM"},
	{"links", meansNothing, "the merchant's own links between orders"},
	{"shipment_store", meansNothing, "the CRM's own stock; a warehouse is named where goods are reserved"},
	{"shipment_date", meansNothing, "a plan of the CRM; a hand-over is said by a status or the courier's field"},
	{"shipped", meansNothing, "the CRM's own stock; a hand-over is said by a status or the courier's field"},
	{"weight", meansNothing, "the sizes of boxes are those of the packages"},
	{"length", meansNothing, "the sizes of boxes are those of the packages"},
	{"width", meansNothing, "the sizes of boxes are those of the packages"},
	{"height", meansNothing, "the sizes of boxes are those of the packages"},
}

// contragents begin the fields of the legal side of the buyer.
const contragents = "contragent."

// meaningOf is the row of a field. What an account adds to orders is known only if the mapping names it.
func meaningOf(field string) fieldRow {
	if i := slices.IndexFunc(fieldTable, func(r fieldRow) bool { return r.field == field }); i >= 0 {
		return fieldTable[i]
	}
	if strings.HasPrefix(field, contragents) {
		return fieldRow{field, meansNothing, "the legal side of the buyer; receipts and documents do not name it here"}
	}
	return fieldRow{field: field}
}

// customMeaning is the row of one of the account's own fields.
func (s *System) customMeaning(code string) fieldRow {
	field := "custom_" + code
	switch {
	case code == s.mapping.Courier.Field:
		return fieldRow{field, meansStatus, ""}
	case field == s.notebook().field():
		return fieldRow{field, meansComment, ""}
	}
	for _, deadline := range s.mapping.Deadlines {
		if code == deadline {
			return fieldRow{field, meansNothing, "a deadline that is only shown here"}
		}
	}
	return fieldRow{field, meansNothing, "the account's own field, which the mapping does not name"}
}

// others deals with the changes that ask for nothing: people are told where they might believe that it does.
func (w *intents) others(changes []erp.Change) {
	for _, c := range changes {
		row := meaningOf(c.Field)
		if code, own := strings.CutPrefix(c.Field, "custom_"); own {
			row = w.customMeaning(code)
		}
		switch row.kind { //nolint:exhaustive // the others were dealt with
		case meansUnknown, meansNothing:
			w.ignored = append(w.ignored, c)
		case meansPayment:
			if w.mapping.Payment == nil { // the merchant shows no payments there
				w.ignored = append(w.ignored, c)
			}
		case meansWarning:
			w.tell(c)
		}
	}
}

// tell warns of a change that nothing here can follow.
func (w *intents) tell(c erp.Change) {
	var l order.LineView
	var it Item
	if i := slices.IndexFunc(w.there.Items, func(x Item) bool { return x.ID == numeric(c.Item) }); i >= 0 && numeric(c.Item) != 0 {
		it = w.there.Items[i]
		var ours bool
		if l, ours = lineOf(&it, w.o); !ours {
			return // a new line comes with what it has
		}
	}
	differ := func(what order.Text, there, here string) {
		if there != here {
			w.warn(order.Textf("%s is %q here and stays %q in the order: put it back, or change it where the order was made", what, there, here))
		}
	}
	d := w.there.Delivery
	if d == nil {
		d = &Delivery{}
	}
	switch c.Field {
	case "order_product.vat_rate":
		if rate, err := vatRate(l.VATRate); err == nil && l.ID != "" {
			differ(order.Textf("the VAT of line %s (%s)", l.ID, l.Name), it.VATRate, rate)
		}
	case "order_product.offer":
		if article := articleOf(&it); l.SKU != "" && article != "" {
			differ(order.Textf("the product of line %s (%s)", l.ID, l.Name), article, l.SKU)
		}
	case "order_product.product_name":
		differ(order.Textf("the name of line %s (%s)", l.ID, l.Name), nameOf(&it), l.Name)
	case "currency":
		differ(order.Textf("the currency"), w.there.Currency, w.o.Total.Currency())
	case "delivery_type":
		differ(order.Textf("the delivery type"), d.Code, w.mapping.Delivery)
	case "delivery_service":
		if s := d.Service; s != nil {
			differ(order.Textf("the delivery service"), firstText(s.Name, s.Code), w.o.Delivery.Service)
		}
	case "delivery_vat_rate":
		for _, x := range w.o.Lines {
			if rate, err := vatRate(x.VATRate); x.Kind == order.LineDelivery && err == nil {
				differ(order.Textf("the VAT of line %s (%s)", x.ID, x.Name), d.VATRate, rate)
			}
		}
	case "integration_delivery_data.track_number":
		w.track(d)
	case "external_id", "site":
		w.warn(order.Textf("the order's %s was changed here: set it back to what it was, or it is not found any more", c.Field))
	}
}

// track warns of a tracking number that people typed and that no shipment has.
func (w *intents) track(d *Delivery) {
	if d.Data == nil || d.Data.TrackNumber == "" {
		return
	}
	number := d.Data.TrackNumber
	if !slices.ContainsFunc(w.o.Shipments, func(s order.Shipment) bool { return s.Waybill == number }) {
		w.warn(order.Textf("the tracking number %s is not taken from here: name it when the parcel is handed over, or order the parcel at the carrier", number))
	}
}

// firstText is the first text that is not empty.
func firstText(texts ...string) string {
	if s := firstOf(texts...); s != nil {
		return *s
	}
	return ""
}
