package bitrix24

import (
	"fmt"
	"slices"
	"strings"

	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// about is what of a deal an effect is about.
type about uint8

const (
	aboutStatus about = 1 << iota
	aboutSums
	aboutBuyer
	aboutDate
	aboutPayment
	aboutFiles

	aboutAll = aboutStatus | aboutSums | aboutBuyer | aboutDate | aboutPayment | aboutFiles
)

// stageOf returns the stage of an order's deal. What is paid is in stage «Заказ оплачен» until its first shipment is
// made, also while its goods are reserved.
func stageOf(o order.View) string {
	state := o.State
	switch {
	case state == status.OrderAssembling && !hasShipment(o) && isPaid(o):
		state = status.OrderPaid
	case isUnderWay(state) && hasLeft(o): // a later shipment does not move it back
		state = status.OrderHandedToCarrier
	}
	code, err := status.Bitrix24().Write(state, status.Hints{})
	if err != nil {
		return ""
	}
	return code
}

// statusOf returns the key of the order's status in words, which is not its stage: what is paid is being assembled as
// soon as the scheme says so (AssemblingOnPayment), or with its first shipment.
func statusOf(o order.View) string {
	if stage := stageOf(o); stage != StagePaid {
		return stage
	}
	if o.State == status.OrderAssembling {
		return StageAssembling
	}
	return StagePaid
}

func isUnderWay(s status.OrderState) bool {
	switch s { //nolint:exhaustive // the others come before the first shipment or after the last
	case status.OrderPaid, status.OrderConfirmed, status.OrderPartlyConfirmed, status.OrderAssembling, status.OrderPacked:
		return true
	}
	return false
}

func isPaid(o order.View) bool { return o.Paid.Sign() > 0 && o.Due.Sign() <= 0 }

func hasShipment(o order.View) bool {
	return slices.ContainsFunc(o.Shipments, func(s order.Shipment) bool { return s.State != status.ShipmentCancelled })
}

func hasLeft(o order.View) bool {
	return slices.ContainsFunc(o.Shipments, func(s order.Shipment) bool {
		switch s.State { //nolint:exhaustive // the others have not left, or came to nothing
		case status.ShipmentSent, status.ShipmentArrived, status.ShipmentHandedOut, status.ShipmentPartlyHandedOut:
			return true
		}
		return false
	})
}

// title is that of an order's deal.
func (s *Settings) title(o order.View) string {
	number := o.Number
	if number == "" {
		number = o.Ref.ID
	}
	return s.named(status.Names{RU: "Заказ", UK: "Замовлення", PL: "Zamówienie", EN: "Order"}) + " " + number
}

// origin is the originId of an order's deal.
func (s *Settings) origin(o order.View) string {
	if o.Ref.ID == "" {
		return ""
	}
	return s.Prefix + o.Ref.ID
}

// dealFields are the fields of an order's deal, of what an effect is about; prefix is that of the funnel's stages.
func (s *Settings) dealFields(o order.View, of about, prefix string) fields {
	f := fields{}
	if of&aboutStatus != 0 {
		if stage := stageOf(o); stage != "" {
			f["stageId"] = textValue(prefix + stage)
			f[FieldStatus] = textValue(s.named(words[statusOf(o)]))
		}
	}
	if of&aboutSums != 0 {
		f[FieldSumBefore], f[FieldDeliveryCost] = moneyValue(goodsBefore(o)), moneyValue(deliveryOf(o))
		f[FieldTotal] = moneyValue(erp.SumsOf(o).Total)
		f[FieldPromo] = textValue(promoOf(o))
	}
	if of&aboutBuyer != 0 {
		f["title"] = textValue(s.title(o))
		f[FieldLogin], f[FieldLoyalty], f[FieldBonus] = textValue(o.Buyer.Login), textValue(o.Buyer.Loyalty), moneyValue(o.Buyer.Bonus)
		f[FieldService], f[FieldRecipient] = textValue(o.Delivery.Service), textValue(recipientOf(o))
		f[FieldAddress], f[FieldRemark] = textValue(addressOf(o)), textValue(remarkOf(o))
		f[FieldSource] = textValue(sourceOf(o))
	}
	if of&aboutDate != 0 {
		f[FieldTerm] = textValue(o.Delivery.Term)
		f[FieldFrom], f[FieldTo] = timeValue(o.Delivery.Window.From), timeValue(o.Delivery.Window.To)
	}
	if of&aboutPayment != 0 {
		f[FieldPaid] = moneyValue(erp.SumsOf(o).Paid)
	}
	if of&(aboutPayment|aboutFiles) != 0 {
		f[FieldReceipts] = s.receipts(o)
	}
	if of&aboutFiles != 0 {
		f[FieldFiles] = documentsOf(o)
	}
	return f
}

// goodsBefore is what the goods and services cost before the order's discounts, without delivery.
func goodsBefore(o order.View) amount.Money {
	sum := zeroOf(o)
	for _, l := range o.Lines {
		if l.Kind != order.LineDelivery {
			sum = plus(sum, l.Gross)
		}
	}
	return sum
}

// deliveryOf is what the buyer pays for delivery.
func deliveryOf(o order.View) amount.Money {
	sum := zeroOf(o)
	for _, l := range o.Lines {
		if l.Kind == order.LineDelivery {
			sum = plus(sum, l.Total)
		}
	}
	return sum
}

func zeroOf(o order.View) amount.Money {
	zero, err := o.Total.Sub(o.Total)
	if err != nil {
		return amount.Money{}
	}
	return zero
}

// plus returns a + b, or a if the sum overflows.
func plus(a, b amount.Money) amount.Money {
	if s, err := a.Add(b); err == nil {
		return s
	}
	return a
}

// promoOf is the promo code that the order has.
func promoOf(o order.View) string {
	for _, a := range o.Adjustments {
		if a.Kind == order.AdjustPromo {
			return a.Code
		}
	}
	return ""
}

// recipientOf is who gets the goods, where that is somebody else than the buyer.
func recipientOf(o order.View) string {
	var parts []string
	if o.Delivery.Recipient != "" && o.Delivery.Recipient != o.Buyer.Name {
		parts = append(parts, o.Delivery.Recipient)
	}
	if o.Delivery.Phone != "" && o.Delivery.Phone != o.Buyer.Phone {
		parts = append(parts, o.Delivery.Phone)
	}
	return strings.Join(parts, ", ")
}

// addressOf is where the goods go.
func addressOf(o order.View) string {
	d := o.Delivery
	var parts []string
	for _, part := range []string{d.PostalCode, d.Region, d.City, d.Point, d.Address} {
		if part != "" && !slices.ContainsFunc(parts, func(p string) bool { return strings.Contains(p, part) }) && (part == d.Address || !strings.Contains(d.Address, part)) {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, ", ")
}

// remarkOf is what the buyer wrote.
func remarkOf(o order.View) string {
	lines := []string{}
	if o.Delivery.Comment != "" {
		lines = append(lines, o.Delivery.Comment)
	}
	for _, c := range o.Comments {
		if c.By.Role == order.RoleBuyer || c.By.Role == order.RoleChannel {
			lines = append(lines, c.Text)
		}
	}
	return strings.Join(lines, "\n")
}

// sourceOf is where the order was placed: the account, and its campaign if that is known.
func sourceOf(o order.View) string {
	parts := []string{o.Ref.Account}
	if parts[0] == "" {
		parts[0] = o.Ref.System
	}
	for _, key := range []string{order.LabelSource, order.LabelMedium, order.LabelCampaign} {
		if v := o.Labels[key]; v != "" {
			parts = append(parts, v)
		}
	}
	return strings.Join(parts, " / ")
}

// receipts are the receipts of an order, oldest first, each with its page if it has one.
func (s *Settings) receipts(o order.View) textsValue {
	var all textsValue
	for _, p := range o.Payments {
		if p.Receipt != nil {
			all = append(all, s.receipt(*p.Receipt, status.Names{RU: "оплата", UK: "оплата", PL: "płatność", EN: "payment"}, ""))
		}
	}
	for _, b := range o.Blocks {
		if b.Receipt != nil {
			all = append(all, s.receipt(*b.Receipt, status.Names{RU: "возврат", UK: "повернення", PL: "zwrot", EN: "return"}, fmt.Sprintf(" R%d", b.N)))
		}
	}
	for _, d := range o.Documents {
		if d.Kind == "receipt" {
			all = append(all, s.receipt(d, status.Names{RU: "полный расчёт", UK: "повний розрахунок", PL: "rozliczenie", EN: "settlement"}, ""))
		}
	}
	return all
}

func (s *Settings) receipt(d order.Document, of status.Names, n string) string {
	text := s.named(status.Names{RU: "Чек", UK: "Чек", PL: "Paragon", EN: "Receipt"}) + " " + d.Number + ", " + s.named(of) + n
	if d.URL != "" {
		text += ": " + d.URL
	}
	return text
}

// documentsOf are the documents of an order that count, but for receipts.
func documentsOf(o order.View) textsValue {
	var all textsValue
	for _, d := range o.Documents {
		if d.Kind == "receipt" || d.Voided != "" || d.State == order.DocumentVoid || d.State == order.DocumentVoidUpstream {
			continue
		}
		text := d.Kind + " " + d.Number
		if d.Date != "" {
			text += ", " + d.Date
		}
		if d.URL != "" {
			text += ": " + d.URL
		}
		all = append(all, text)
	}
	return all
}

// dealVersion is what people may set of a deal, as it is there.
func dealVersion(deal object, rows []ProductRow) version {
	v := version{aspectStage: StageCode(deal.text("stageId")), aspectPromo: strings.TrimSpace(deal.text(FieldPromo)), aspectContact: deal.text("contactId")}
	if rows != nil {
		v[aspectRows] = rowsDigest(rows)
	}
	return v
}
