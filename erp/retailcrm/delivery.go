package retailcrm

import (
	"encoding/json"

	"github.com/ordo-sdk/ordo/wire"
)

// Delivery is the delivery block of an order.
type Delivery struct {
	Code            string           `json:"code,omitzero"`            // a delivery type
	IntegrationCode string           `json:"integrationCode,omitzero"` // the module that serves it
	Service         *DeliveryService `json:"service,omitzero"`
	Cost            wire.Sum         `json:"cost,omitzero"`
	NetCost         wire.Sum         `json:"netCost,omitzero"`
	Date            Date             `json:"date,omitzero"` // the merchant's "Дата доставки"
	Time            *TimeWindow      `json:"time,omitzero"`
	VATRate         string           `json:"vatRate,omitzero"`
	Address         *Address         `json:"address,omitzero"`
	Data            *DeliveryData    `json:"data,omitzero"`
	Extra           wire.Extra       `json:"-"` // what this type does not know
}

// DeliveryService is a service within a delivery type.
type DeliveryService struct {
	Code   string     `json:"code,omitzero"`
	Name   string     `json:"name,omitzero"`
	Active bool       `json:"active,omitzero"`
	Extra  wire.Extra `json:"-"` // what this type does not know
}

// TimeWindow is when the courier comes, or the buyer's own words for it.
type TimeWindow struct {
	From   *TimeOfDay `json:"from,omitzero"`
	To     *TimeOfDay `json:"to,omitzero"`
	Custom string     `json:"custom,omitzero"`
	Extra  wire.Extra `json:"-"` // what this type does not know
}

// Address is where the parcel goes.
type Address struct {
	Index        string     `json:"index,omitzero"`
	CountryISO   string     `json:"countryIso,omitzero"`
	Region       string     `json:"region,omitzero"`
	RegionID     int64      `json:"regionId,omitzero"`
	City         string     `json:"city,omitzero"`
	CityID       int64      `json:"cityId,omitzero"`
	CityType     string     `json:"cityType,omitzero"`
	Street       string     `json:"street,omitzero"`
	StreetID     int64      `json:"streetId,omitzero"`
	StreetType   string     `json:"streetType,omitzero"`
	Building     string     `json:"building,omitzero"`
	Flat         string     `json:"flat,omitzero"`
	Floor        string     `json:"floor,omitzero"`
	Block        string     `json:"block,omitzero"`
	House        string     `json:"house,omitzero"`
	Housing      string     `json:"housing,omitzero"`
	IntercomCode string     `json:"intercomCode,omitzero"`
	Metro        string     `json:"metro,omitzero"`
	Notes        string     `json:"notes,omitzero"`
	Text         string     `json:"text,omitzero"` // the whole address in one line
	Extra        wire.Extra `json:"-"`             // what this type does not know
}

// DeliveryData is what a delivery module keeps with an order. Its set of fields differs from module to module: the
// common ones are here, the others in Extra.
type DeliveryData struct {
	ExternalID           string            `json:"externalId,omitzero"` // the parcel's id in the module
	TrackNumber          string            `json:"trackNumber,omitzero"`
	Status               string            `json:"status,omitzero"` // a status of the module
	StatusText           string            `json:"statusText,omitzero"`
	StatusDate           json.RawMessage   `json:"statusDate,omitzero"` // a date-time, or an object around one
	StatusComment        string            `json:"statusComment,omitzero"`
	Locked               bool              `json:"locked"`             // the merchant's "Не синхронизировать со службой доставки"
	PayerType            string            `json:"payerType,omitzero"` // receiver, sender
	Tariff               string            `json:"tariff,omitzero"`
	TariffName           string            `json:"tariffName,omitzero"`
	Cost                 wire.Sum          `json:"cost,omitzero"`
	PickupPointID        string            `json:"pickuppointId,omitzero"`
	PickupPointName      string            `json:"pickuppointName,omitzero"`
	PickupPointAddress   string            `json:"pickuppointAddress,omitzero"`
	PickupPointSchedule  string            `json:"pickuppointSchedule,omitzero"`
	PickupPointPhone     string            `json:"pickuppointPhone,omitzero"`
	ShipmentPointID      string            `json:"shipmentpointId,omitzero"`
	ShipmentPointName    string            `json:"shipmentpointName,omitzero"`
	ShipmentPointAddress string            `json:"shipmentpointAddress,omitzero"`
	MinTerm              int64             `json:"minTerm,omitzero"` // days
	MaxTerm              int64             `json:"maxTerm,omitzero"` // days
	ExtraData            map[string]any    `json:"extraData,omitzero"`
	ItemDeclaredValues   []json.RawMessage `json:"itemDeclaredValues,omitzero"`
	Packages             []Package         `json:"packages,omitzero"`
	Extra                wire.Extra        `json:"-"` // what this type does not know
}

// Package is a parcel of a delivery, and what lies in it. It is not a [Pack].
type Package struct {
	PackageID string        `json:"packageId,omitzero"`
	Weight    wire.Decimal  `json:"weight,omitzero"` // grams
	Length    int64         `json:"length,omitzero"` // mm
	Width     int64         `json:"width,omitzero"`  // mm
	Height    int64         `json:"height,omitzero"` // mm
	Items     []PackageItem `json:"items,omitzero"`
	Extra     wire.Extra    `json:"-"` // what this type does not know
}

// PackageItem is some units of a line in a parcel.
type PackageItem struct {
	OrderProduct ItemKey    `json:"orderProduct"`
	Quantity     Quantity   `json:"quantity"`
	Extra        wire.Extra `json:"-"` // what this type does not know
}

// ItemKey names a line of an order.
type ItemKey struct {
	ID          int64       `json:"id,omitzero"`
	ExternalID  string      `json:"externalId,omitzero"`
	ExternalIDs ExternalIDs `json:"externalIds,omitzero"`
	Extra       wire.Extra  `json:"-"` // what this type does not know
}
