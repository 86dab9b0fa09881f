package cdek

import "github.com/ordo-sdk/ordo/wire"

// StatusEvent reports a new status of an order, or a final one that was withdrawn.
type StatusEvent struct {
	IsReturn       bool       `json:"is_return,omitzero"`
	IsReverse      bool       `json:"is_reverse,omitzero"`
	IsClientReturn bool       `json:"is_client_return,omitzero"`
	CDEKNumber     string     `json:"cdek_number,omitzero"`
	Number         string     `json:"number,omitzero"` // the shop's
	Code           string     `json:"code" lax:"trim"` // see [StatusOf]; may be another spelling than the order itself has
	OldCode        string     `json:"status_code,omitzero"`
	Reason         string     `json:"status_reason_code,omitzero"` // see [ReasonOf]
	At             Time       `json:"status_date_time,omitzero"`
	City           string     `json:"city_name,omitzero"`
	CityCode       string     `json:"city_code,omitzero"`
	Related        []Related  `json:"related_entities,omitempty"`
	Deleted        bool       `json:"deleted,omitzero"` // the status was withdrawn: read the order
	Extra          wire.Extra `json:"-"`
}

// IsOutward reports whether the order goes to a client. DELIVERED of any other order means that the shop has its goods
// back.
func (s *StatusEvent) IsOutward() bool { return !s.IsReturn && !s.IsReverse && !s.IsClientReturn }

// ModifiedEvent reports that CDEK changed an order.
type ModifiedEvent struct {
	Modification string `json:"modification_type"` // PLANED_DELIVERY_DATE_CHANGED, DELIVERY_SUM_CHANGED, DELIVERY_MODE_CHANGED
	New          struct {
		Type  string     `json:"type"` // DATE, FLOAT, INTEGER
		Value string     `json:"value"`
		Extra wire.Extra `json:"-"`
	} `json:"new_value"`
	Extra wire.Extra `json:"-"`
}

// PrintEvent reports that a form is ready.
type PrintEvent struct {
	Form  string     `json:"type"` // WAYBILL, BARCODE
	URL   string     `json:"url"`
	Extra wire.Extra `json:"-"`
}

// PrealertEvent reports that an announced batch was received.
type PrealertEvent struct {
	Number   string     `json:"prealert_number"`
	ClosedAt Time       `json:"closed_date"`
	Office   string     `json:"fact_shipment_point"`
	Extra    wire.Extra `json:"-"`
}

// WaybillEvent reports the waybill of a line haul.
type WaybillEvent struct {
	CDEKNumber string `json:"cdek_number"`
	Waybill
	Extra wire.Extra `json:"-"`
}

// OfficeEvent reports that an office opened or closed.
type OfficeEvent struct {
	Change string     `json:"type"` // AVAILABLE_OFFICE, UNAVAILABLE_OFFICE
	Code   string     `json:"code" lax:"trim"`
	Extra  wire.Extra `json:"-"`
}

// TroubleEvent is a problem with a delivery.
type TroubleEvent struct {
	CDEKNumber string     `json:"cdek_number"`
	Number     string     `json:"number,omitzero"`
	Code       string     `json:"code" lax:"trim"` // see [TroubleOf]
	At         Time       `json:"create_date"`
	Extra      wire.Extra `json:"-"`
}

// AgreementEvent reports an agreement with the recipient.
type AgreementEvent struct {
	UUID          string     `json:"delivery_uuid"` // of the agreement
	At            Time       `json:"date_time"`
	CDEKNumber    string     `json:"cdek_number"`
	Date          Date       `json:"date,omitzero"`
	TimeFrom      string     `json:"time_from,omitzero"` // HH:mm:ss
	TimeTo        string     `json:"time_to,omitzero"`   // HH:mm:ss
	Comment       string     `json:"comment,omitzero"`
	Source        string     `json:"source,omitzero"`
	Kind          string     `json:"type,omitzero"` // DOOR, WAREHOUSE, POSTAMAT
	DeliveryPoint string     `json:"delivery_point,omitzero"`
	Extra         wire.Extra `json:"-"`
}
