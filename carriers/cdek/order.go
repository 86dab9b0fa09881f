package cdek

import (
	"cmp"
	"encoding/json"
	"slices"

	"github.com/ordo-sdk/ordo/wire"
)

// OrderType is the kind of contract of an order.
type OrderType int

// The types.
const (
	ShopOrder        OrderType = 1 // "интернет-магазин"; 0 means it too
	OrdinaryDelivery OrderType = 2 // has no number of the shop
)

// Draft is an order as it is sent to CDEK. The origin is ShipmentPoint for tariffs from a warehouse, else From; the
// destination is DeliveryPoint for tariffs to an office or a locker, else To.
type Draft struct {
	Type OrderType `json:"type,omitzero"`
	// AdditionalTypes: 2 LTL, 4 Forward, 6 and 7 fulfilment in and out, 9 Forward.Express, 10 tyres, 11 one office,
	// 14 CDEK.Shopping, 15 last-mile customs.
	AdditionalTypes []int `json:"additional_order_types,omitempty"`
	// Number is the shop's number: ASCII, unique under the contract. It makes CreateOrder safe to repeat.
	Number        string `json:"number,omitzero"`
	Accompanying  string `json:"accompanying_number,omitzero"` // of a СНТ
	Tariff        int    `json:"tariff_code,omitzero"`         // such as 136, parcel from office to office
	Comment       string `json:"comment,omitzero"`             // up to 255 characters
	ShipmentPoint string `json:"shipment_point,omitzero"`      // office where the goods are handed in
	DeliveryPoint string `json:"delivery_point,omitzero"`      // office or locker; CDEK silently replaces one that does not fit

	// International orders of shops only; any of them makes the order international.
	InvoiceDate    Date   `json:"date_invoice,omitzero"`
	ShipperName    string `json:"shipper_name,omitzero"`
	ShipperAddress string `json:"shipper_address,omitzero"`

	DeliveryCost      *Payment    `json:"delivery_recipient_cost,omitzero"`      // paid by the recipient for delivery
	DeliveryCostSteps []Threshold `json:"delivery_recipient_cost_adv,omitempty"` // the same by the sum bought; with PartialDelivery
	Sender            *Contact    `json:"sender,omitzero"`                       // required for OrdinaryDelivery
	Seller            *Seller     `json:"seller,omitzero"`
	Recipient         Contact     `json:"recipient,omitzero"`
	From              *Location   `json:"from_location,omitzero"`
	To                *Location   `json:"to_location,omitzero"`
	Services          []Service   `json:"services,omitempty"`
	Packages          []Package   `json:"packages,omitempty"` // 1 to 255

	// ClientReturn marks a return of some goods from the client to the shop.
	ClientReturn bool   `json:"is_client_return,omitzero"`
	Reverse      bool   `json:"has_reverse_order,omitzero"` // the courier takes something back
	DeveloperKey string `json:"developer_key,omitzero"`
	WidgetToken  string `json:"widget_token,omitzero"`
	Print        string `json:"print,omitzero"` // WAYBILL or BARCODE: make the form at once; it comes in Order.Related
}

// Order is an order as CDEK returns it. Its Draft can be changed and sent with [Client.UpdateOrder]: it has only what a
// request may have, and one of point and location at each end. The fields below it have the same names and all that
// CDEK returns.
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
	IsReturn      bool       `json:"is_return,omitzero"`   // returns to the shop after a failed delivery
	IsReverse     bool       `json:"is_reverse,omitzero"`
	DeliveryMode  string     `json:"delivery_mode,omitzero"` // see [Mode]
	PlannedOn     Date       `json:"planned_delivery_date,omitzero"`
	KeepFreeUntil Time       `json:"keep_free_until,omitzero"` // at the office
	Statuses      []Status   `json:"statuses,omitempty"`       // as they came; see Current
	Detail        *Detail    `json:"delivery_detail,omitzero"`
	Transacted    bool       `json:"transacted_payment,omitzero"` // the cash on delivery went to the shop
	Problems      []Trouble  `json:"delivery_problem,omitempty"`
	Calls         *Calls     `json:"calls,omitzero"`
	Delays        []Delay    `json:"delay_reasons,omitempty"`
	Waybill       *Waybill   `json:"accompanying_waybill,omitzero"`
	Extra         wire.Extra `json:"-"`
	// Problem is what could not be read. Those fields are not set, and their values are in Extra.
	Problem error `json:"-"`

	Requests []Request `json:"-"` // all requests on the order
	Related  []Related `json:"-"`
	// Already reports that CreateOrder sent nothing: an order with the number existed.
	Already bool `json:"-"`
}

// sendable returns the draft of the order.
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

// orderFromDraft returns the order of a draft, before CDEK returns more of it.
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

// Status is one status of an order; [StatusOf] describes its code.
type Status struct {
	Code     string     `json:"code" lax:"trim"`
	Name     string     `json:"name,omitzero"` // Russian
	At       Time       `json:"date_time,omitzero"`
	Reason   string     `json:"reason_code,omitzero"` // see [ReasonOf]
	City     string     `json:"city,omitzero"`
	CityUUID string     `json:"city_uuid,omitzero"`
	Deleted  bool       `json:"deleted,omitzero"` // a final status that was withdrawn
	Extra    wire.Extra `json:"-"`
}

// Current returns the newest status that was not withdrawn; the zero Status if there is none.
func (o *Order) Current() Status {
	if h := o.History(); len(h) > 0 {
		return h[len(h)-1]
	}
	return Status{}
}

// History returns the statuses that were not withdrawn, oldest first. CDEK lists them newest first, and documents only
// that they are sorted. So they are sorted here; those of the same second are assumed to be listed newest first.
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

// IsOutward reports whether the order goes to a client. DELIVERED of any other order means that the shop has its goods
// back.
func (o *Order) IsOutward() bool { return !o.IsReturn && !o.IsReverse && !o.ClientReturn }

// Partial reports whether the recipient accepted a part of the goods; see OrderItem.Handed.
func (o *Order) Partial() bool {
	s := o.Current()
	return StatusOf(s.Code).Phase == PhaseDelivered && s.Reason == reasonPartial
}

// RelatedOf returns the related entities of a type, such as [ReturnOrder].
func (o *Order) RelatedOf(kind string) []Related {
	return slices.DeleteFunc(slices.Clone(o.Related), func(r Related) bool { return r.Type != kind })
}

// Detail is the result of a delivery.
type Detail struct {
	Date            Date            `json:"date,omitzero"`
	Recipient       string          `json:"recipient_name,omitzero"`
	PaymentSum      wire.Sum        `json:"payment_sum,omitzero"` // what was paid at the door
	DeliverySum     wire.Sum        `json:"delivery_sum,omitzero"`
	TotalSum        wire.Sum        `json:"total_sum,omitzero"`
	Payments        []PaymentDetail `json:"payment_info,omitempty"`
	VAT             VAT             `json:"delivery_vat_rate,omitzero"`
	VATSum          wire.Sum        `json:"delivery_vat_sum,omitzero"`
	DiscountPercent wire.Decimal    `json:"delivery_discount_percent,omitzero"`
	DiscountSum     wire.Sum        `json:"delivery_discount_sum,omitzero"`
	Extra           wire.Extra      `json:"-"`
}

// PaymentDetail is the sum that was paid in one way.
type PaymentDetail struct {
	Type  string     `json:"type"` // CASH or CARD
	Sum   wire.Sum   `json:"sum"`
	Extra wire.Extra `json:"-"`
}

// Trouble is a problem with the delivery; [TroubleOf] describes its code.
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

// FailedCall is an unanswered call. Reason: 1 busy, 2 no answer, 3 unreachable, 4 wrong number, 5 no number, 6 silence,
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
