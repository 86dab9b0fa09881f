package cdek

import (
	"cmp"
	"encoding/json"
	"slices"

	"github.com/ordo-sdk/ordo/wire"
)

// OrderType says under which kind of contract an order goes.
type OrderType int

// The types.
const (
	ShopOrder        OrderType = 1 // "интернет-магазин"; 0 means it too
	OrdinaryDelivery OrderType = 2 // has no number of the shop
)

// Draft is an order as it is sent to CDEK. Departure is ShipmentPoint for tariffs from a warehouse, else From;
// destination is DeliveryPoint for tariffs to an office or a locker, else To.
type Draft struct {
	Type OrderType `json:"type,omitzero"`
	// AdditionalTypes: 2 LTL, 4 Forward, 6 and 7 fulfilment in and out, 9 Forward.Express, 10 tyres, 11 one office,
	// 14 CDEK.Shopping, 15 last-mile customs.
	AdditionalTypes []int `json:"additional_order_types,omitempty"`
	// Number is the shop's own number: ASCII, unique under the contract. It is what makes creating safe to repeat.
	Number        string `json:"number,omitzero"`
	Accompanying  string `json:"accompanying_number,omitzero"` // of a СНТ
	Tariff        int    `json:"tariff_code,omitzero"`         // such as 136, parcel from office to office
	Comment       string `json:"comment,omitzero"`             // up to 255 characters
	ShipmentPoint string `json:"shipment_point,omitzero"`      // office that the goods are brought to
	DeliveryPoint string `json:"delivery_point,omitzero"`      // office or locker; CDEK replaces one that does not fit, silently

	// International orders of shops only; any of them makes the order international.
	InvoiceDate    Date   `json:"date_invoice,omitzero"`
	ShipperName    string `json:"shipper_name,omitzero"`
	ShipperAddress string `json:"shipper_address,omitzero"`

	DeliveryCost      *Payment    `json:"delivery_recipient_cost,omitzero"`      // taken from the recipient for delivery
	DeliveryCostSteps []Threshold `json:"delivery_recipient_cost_adv,omitempty"` // the same by what is bought; with PartialDelivery
	Sender            *Contact    `json:"sender,omitzero"`                       // required for OrdinaryDelivery
	Seller            *Seller     `json:"seller,omitzero"`
	Recipient         Contact     `json:"recipient,omitzero"`
	From              *Location   `json:"from_location,omitzero"`
	To                *Location   `json:"to_location,omitzero"`
	Services          []Service   `json:"services,omitempty"`
	Packages          []Package   `json:"packages,omitempty"` // 1 to 255

	// ClientReturn makes it a return of a part of the goods by the client, from him to the shop.
	ClientReturn bool   `json:"is_client_return,omitzero"`
	Reverse      bool   `json:"has_reverse_order,omitzero"` // the courier takes something back
	DeveloperKey string `json:"developer_key,omitzero"`
	WidgetToken  string `json:"widget_token,omitzero"`
	Print        string `json:"print,omitzero"` // WAYBILL or BARCODE: make the form at once; it comes in Order.Related
}

// Order is an order as CDEK tells it. Its Draft can be changed and sent with [Client.UpdateOrder]: it has only what a
// request may have, and one of point and location at each end. What CDEK tells beyond that stands here, under the same
// names.
type Order struct {
	Draft
	Sender    *Party         `json:"sender,omitzero"`
	Recipient Party          `json:"recipient,omitzero"`
	From      *Place         `json:"from_location,omitzero"` // of the office too
	To        *Place         `json:"to_location,omitzero"`   // of the office too
	Services  []ServiceCost  `json:"services,omitempty"`
	Packages  []OrderPackage `json:"packages,omitempty"`

	UUID          string     `json:"uuid" lax:"required"`
	CDEKNumber    string     `json:"cdek_number,omitzero"` // the tracking number; empty until the order is CREATED
	IsReturn      bool       `json:"is_return,omitzero"`   // goes back to the shop after it was not delivered
	IsReverse     bool       `json:"is_reverse,omitzero"`
	DeliveryMode  string     `json:"delivery_mode,omitzero"` // see [Mode]
	PlannedOn     Date       `json:"planned_delivery_date,omitzero"`
	KeepFreeUntil Time       `json:"keep_free_until,omitzero"` // at the office
	Statuses      []Status   `json:"statuses,omitempty"`       // as they come; see Current
	Detail        *Detail    `json:"delivery_detail,omitzero"`
	Transacted    bool       `json:"transacted_payment,omitzero"` // the cash on delivery went to the shop
	Problems      []Trouble  `json:"delivery_problem,omitempty"`
	Calls         *Calls     `json:"calls,omitzero"`
	Delays        []Delay    `json:"delay_reasons,omitempty"`
	Waybill       *Waybill   `json:"accompanying_waybill,omitzero"`
	Extra         wire.Extra `json:"-"`
	// Problem is what could not be read. The fields are not set then, and their values are in Extra, as they came.
	Problem error `json:"-"`

	Requests []Request `json:"-"` // all that were ever made on the order
	Related  []Related `json:"-"`
	// Already says that Create sent nothing: an order with the number was there.
	Already bool `json:"-"`
}

// sendable is the draft that says what the order says.
func (o *Order) sendable() Draft {
	d := o.Draft
	d.Recipient, d.Sender, d.From, d.To = o.Recipient.Contact, nil, nil, nil
	if o.Sender != nil {
		d.Sender = &o.Sender.Contact
	}
	if o.From != nil && d.ShipmentPoint == "" {
		d.From = &o.From.Location
	}
	if o.To != nil && d.DeliveryPoint == "" {
		d.To = &o.To.Location
	}
	d.Services, d.Packages = nil, nil
	for _, s := range o.Services {
		d.Services = append(d.Services, s.Service)
	}
	for _, p := range o.Packages {
		d.Packages = append(d.Packages, p.sendable())
	}
	return d
}

// orderFromDraft is the order that a draft asks for, before CDEK tells more of it.
func (c *Client) orderFromDraft(uuid string, d Draft) (*Order, error) {
	b, err := json.Marshal(struct {
		UUID string `json:"uuid"`
		Draft
	}{uuid, d})
	if err != nil {
		return nil, err
	}
	var o Order
	err = decode(b, &o, c.currency)
	o.Draft = d
	return &o, err
}

// Status is one step of an order's way; what its code means is told by [StatusOf].
type Status struct {
	Code     string     `json:"code" lax:"trim"`
	Name     string     `json:"name,omitzero"` // Russian
	At       Time       `json:"date_time,omitzero"`
	Reason   string     `json:"reason_code,omitzero"` // see [ReasonOf]
	City     string     `json:"city,omitzero"`
	CityUUID string     `json:"city_uuid,omitzero"`
	Deleted  bool       `json:"deleted,omitzero"` // a final status that was taken back: it does not count
	Extra    wire.Extra `json:"-"`
}

// Current is the newest status that was not taken back; the zero Status if there is none.
func (o *Order) Current() Status {
	if h := o.History(); len(h) > 0 {
		return h[len(h)-1]
	}
	return Status{}
}

// History is the statuses that were not taken back, oldest first. CDEK lists them newest first, and says only that they
// are sorted; so they are sorted here, and those of the same second are taken to be listed newest first.
func (o *Order) History() []Status {
	var h []Status
	for _, s := range slices.Backward(o.Statuses) {
		if !s.Deleted {
			h = append(h, s)
		}
	}
	slices.SortStableFunc(h, func(a, b Status) int { return cmp.Compare(a.At.Unix(), b.At.Unix()) })
	return h
}

// IsOutward reports whether the order goes to a client. DELIVERED of any other means that the shop has its goods back.
func (o *Order) IsOutward() bool { return !o.IsReturn && !o.IsReverse && !o.ClientReturn }

// Partial reports whether the recipient took a part of the goods; Item.Handed tells what.
func (o *Order) Partial() bool {
	s := o.Current()
	return StatusOf(s.Code).Phase == PhaseDelivered && s.Reason == reasonPartial
}

// RelatedOf returns the related entities of a type, such as [ReturnOrder].
func (o *Order) RelatedOf(kind string) []Related {
	return slices.DeleteFunc(slices.Clone(o.Related), func(r Related) bool { return r.Type != kind })
}

// Detail is how an order was delivered.
type Detail struct {
	Date            Date            `json:"date,omitzero"`
	Recipient       string          `json:"recipient_name,omitzero"`
	PaymentSum      wire.Sum        `json:"payment_sum,omitzero"` // what was really taken at the door
	DeliverySum     wire.Sum        `json:"delivery_sum,omitzero"`
	TotalSum        wire.Sum        `json:"total_sum,omitzero"`
	Payments        []PaymentDetail `json:"payment_info,omitempty"`
	VAT             VAT             `json:"delivery_vat_rate,omitzero"`
	VATSum          wire.Sum        `json:"delivery_vat_sum,omitzero"`
	DiscountPercent wire.Decimal    `json:"delivery_discount_percent,omitzero"`
	DiscountSum     wire.Sum        `json:"delivery_discount_sum,omitzero"`
	Extra           wire.Extra      `json:"-"`
}

// PaymentDetail is how much was paid in which way.
type PaymentDetail struct {
	Type  string     `json:"type"` // CASH or CARD
	Sum   wire.Sum   `json:"sum"`
	Extra wire.Extra `json:"-"`
}

// Trouble is a problem with the delivery; what its code means is told by [TroubleOf].
type Trouble struct {
	Code  string     `json:"code"`
	At    Time       `json:"create_date,omitzero"`
	Extra wire.Extra `json:"-"`
}

// Calls are the courier's calls to the recipient.
type Calls struct {
	Failed      []FailedCall      `json:"failed_calls,omitempty"`
	Rescheduled []RescheduledCall `json:"rescheduled_calls,omitempty"`
	Extra       wire.Extra        `json:"-"`
}

// FailedCall is a call in vain. Reason: 1 busy, 2 no answer, 3 unreachable, 4 wrong number, 5 no number, 6 silence,
// 7 dropped, 8 hung up.
type FailedCall struct {
	At     Time       `json:"date_time,omitzero"`
	Reason string     `json:"reason_code,omitzero"`
	Extra  wire.Extra `json:"-"`
}

// RescheduledCall is a call that moved the delivery.
type RescheduledCall struct {
	At      Time       `json:"date_time,omitzero"`
	Date    Date       `json:"date_next,omitzero"`
	Time    string     `json:"time_next,omitzero"`
	Comment string     `json:"comment,omitzero"`
	Extra   wire.Extra `json:"-"`
}

// Delay is why an order is late.
type Delay struct {
	At          Time       `json:"create_date,omitzero"`
	Description string     `json:"description,omitzero"`
	Extra       wire.Extra `json:"-"`
}

// Waybill is the accompanying waybill of a line haul.
type Waybill struct {
	Client   string     `json:"client_name,omitzero"`
	Flight   string     `json:"flight_number,omitzero"`
	AirBills []string   `json:"air_waybill_numbers,omitempty"`
	Vehicles []string   `json:"vehicle_numbers,omitempty"`
	Driver   string     `json:"vehicle_driver,omitzero"`
	Planned  Time       `json:"planned_departure_date_time,omitzero"`
	Extra    wire.Extra `json:"-"`
}
