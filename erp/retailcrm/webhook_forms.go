package retailcrm

import (
	"encoding/json"

	"github.com/ordo-sdk/ordo/wire"
)

// The actions of a delivery module, as the CRM names them.
const (
	ActionActivity       = "activity"
	ActionCalculate      = "calculate"
	ActionSave           = "save"
	ActionGet            = "get"
	ActionDelete         = "delete"
	ActionPrint          = "print"
	ActionShipmentSave   = "shipmentSave"
	ActionShipmentDelete = "shipmentDelete"
	ActionShipmentPoints = "shipmentPointList"
	ActionTariffs        = "tariffList"
)

// Activity reports that the merchant switched the module on or off.
type Activity struct {
	Active    bool       `json:"active"`
	Freeze    bool       `json:"freeze"`
	SystemURL string     `json:"systemUrl"` // the account's address
	Extra     wire.Extra `json:"-"`         // what this type does not know
}

// Calculation asks what a delivery would cost. Sums have no currency but the one named here.
type Calculation struct {
	Packages        []CalledPackage `json:"packages"`
	PayerType       string          `json:"payerType"`
	DeclaredValue   wire.Sum        `json:"declaredValue"`
	COD             wire.Sum        `json:"cod"`
	ShipmentAddress *Address        `json:"shipmentAddress"`
	DeliveryAddress *Address        `json:"deliveryAddress"`
	Store           json.RawMessage `json:"store"`
	ShipmentDate    Date            `json:"shipmentDate"`
	DeliveryDate    Date            `json:"deliveryDate"`
	DeliveryTime    *TimeWindow     `json:"deliveryTime"`
	Currency        string          `json:"currency"`
	ExtraData       CustomFields    `json:"extraData"`
	Extra           wire.Extra      `json:"-"` // what this type does not know
}

// Save asks the module to make a parcel, or to change one if DeliveryID is set. It comes for every change: make it
// idempotent for each order.
type Save struct {
	DeliveryID  string          `json:"deliveryId"` // empty: a new parcel
	Order       string          `json:"order"`      // the CRM's id
	OrderNumber string          `json:"orderNumber"`
	Site        string          `json:"site"`
	SiteName    string          `json:"siteName"`
	Store       json.RawMessage `json:"store"`
	LegalEntity json.RawMessage `json:"legalEntity"`
	Customer    json.RawMessage `json:"customer"`
	Manager     json.RawMessage `json:"manager"`
	Packages    []CalledPackage `json:"packages"`
	Delivery    SaveDelivery    `json:"delivery"`
	Currency    string          `json:"currency"`
	Extra       wire.Extra      `json:"-"` // what this type does not know
}

// SaveDelivery is how the parcel is to be delivered.
type SaveDelivery struct {
	ShipmentAddress *Address     `json:"shipmentAddress"`
	DeliveryAddress *Address     `json:"deliveryAddress"`
	WithCOD         bool         `json:"withCod"`
	COD             wire.Sum     `json:"cod"`
	Cost            wire.Sum     `json:"cost"`
	VATRate         string       `json:"vatRate"`
	Tariff          string       `json:"tariff"`
	PayerType       string       `json:"payerType"`
	ShipmentDate    Date         `json:"shipmentDate"`
	DeliveryDate    Date         `json:"deliveryDate"`
	DeliveryTime    *TimeWindow  `json:"deliveryTime"`
	CODPaymentType  *Named       `json:"codPaymentType"`
	ExtraData       CustomFields `json:"extraData"`
	Extra           wire.Extra   `json:"-"` // what this type does not know
}

// Named is a code with its name.
type Named struct {
	Code  string     `json:"code"`
	Name  string     `json:"name"`
	Extra wire.Extra `json:"-"` // what this type does not know
}

// CalledPackage is a parcel as the CRM describes it to a module: its items name offers, not lines of the order. To find
// the lines, count units of the offer, or read the order's delivery data, whose packages name lines.
type CalledPackage struct {
	PackageID string       `json:"packageId"`
	Weight    wire.Decimal `json:"weight"` // grams
	Width     int64        `json:"width"`  // mm
	Length    int64        `json:"length"` // mm
	Height    int64        `json:"height"` // mm
	Items     []CalledItem `json:"items"`
	Extra     wire.Extra   `json:"-"` // what this type does not know
}

// CalledItem is some units of an offer in a parcel.
type CalledItem struct {
	OfferID       string       `json:"offerId"`
	ExternalID    string       `json:"externalId"`
	XMLID         string       `json:"xmlId"`
	Name          string       `json:"name"`
	DeclaredValue wire.Sum     `json:"declaredValue"` // a unit
	COD           wire.Sum     `json:"cod"`           // a unit
	Cost          wire.Sum     `json:"cost"`
	VATRate       string       `json:"vatRate"`
	Quantity      Quantity     `json:"quantity"`
	Unit          *Unit        `json:"unit"`
	MarkingCodes  []string     `json:"markingCodes"`
	Properties    Properties   `json:"properties"`
	Weight        wire.Decimal `json:"weight"` // grams
	Extra         wire.Extra   `json:"-"`      // what this type does not know
}

// Print asks for printed forms.
type Print struct {
	EntityType  string     `json:"entityType"` // order, shipment
	Type        string     `json:"type"`       // a code of the module's PlateList
	DeliveryIDs [][]string `json:"deliveryIds"`
	Extra       wire.Extra `json:"-"` // what this type does not know
}

// ShipmentSave asks the module to hand a set of parcels over to the carrier, or to change that.
type ShipmentSave struct {
	ShipmentID string          `json:"shipmentId"` // empty: a new one
	Manager    json.RawMessage `json:"manager"`
	Date       Date            `json:"date"`
	Time       *TimeWindow     `json:"time"`
	Address    *Address        `json:"address"`
	Store      json.RawMessage `json:"store"`
	Orders     []ShipmentOrder `json:"orders"`
	Comment    string          `json:"comment"`
	ExtraData  CustomFields    `json:"extraData"`
	Extra      wire.Extra      `json:"-"` // what this type does not know
}

// ShipmentOrder is one parcel of a shipment.
type ShipmentOrder struct {
	DeliveryID string          `json:"deliveryId"`
	Packages   []CalledPackage `json:"packages"`
	Extra      wire.Extra      `json:"-"` // what this type does not know
}

// ParcelKey names a parcel of the module.
type ParcelKey struct {
	DeliveryID string     `json:"deliveryId"`
	Extra      wire.Extra `json:"-"` // what this type does not know
}

// ShipmentDelete asks the module to give up a shipment.
type ShipmentDelete struct {
	ShipmentID string       `json:"shipmentId"`
	ExtraData  CustomFields `json:"extraData"`
	Extra      wire.Extra   `json:"-"` // what this type does not know
}

// PointQuery asks for the points where parcels may be handed over, in a place.
type PointQuery struct {
	Country  string     `json:"country"` // ISO code
	Region   string     `json:"region"`
	RegionID string     `json:"regionId"`
	City     string     `json:"city"`
	CityID   string     `json:"cityId"`
	Code     string     `json:"code"` // of one point
	Extra    wire.Extra `json:"-"`    // what this type does not know
}

// TariffQuery asks for the module's tariffs.
type TariffQuery struct {
	Extra wire.Extra `json:"-"` // what the CRM says with it
}

// Terminal is a point where parcels are handed over or picked up.
type Terminal struct {
	Code        string       `json:"code"`
	Name        string       `json:"name"`
	Cost        wire.Sum     `json:"cost,omitzero"`
	Description string       `json:"description,omitzero"`
	Address     string       `json:"address"` // in one line
	Schedule    string       `json:"schedule,omitzero"`
	Phone       string       `json:"phone,omitzero"`
	ExtraData   CustomFields `json:"extraData,omitzero"`
	Coordinates *Coordinates `json:"coordinates,omitzero"`
}

// Coordinates are where a terminal is, in degrees.
type Coordinates struct {
	Latitude  wire.Decimal `json:"latitude"`
	Longitude wire.Decimal `json:"longitude"`
}

// Saved is the answer to a Save.
type Saved struct {
	DeliveryID  string       `json:"deliveryId"` // the module's id of the parcel
	TrackNumber string       `json:"trackNumber,omitzero"`
	Cost        wire.Sum     `json:"cost,omitzero"`
	Status      string       `json:"status,omitzero"` // one of the module's StatusList
	ExtraData   CustomFields `json:"extraData,omitzero"`
}

// Parcel is the answer to a get. Times in Status are in the account's zone: make them with [DateTime] in that zone.
type Parcel struct {
	TrackNumber     string       `json:"trackNumber,omitzero"`
	Cost            wire.Sum     `json:"cost,omitzero"`
	ShipmentDate    Date         `json:"shipmentDate,omitzero"`
	DeliveryDate    Date         `json:"deliveryDate,omitzero"`
	DeliveryTime    *TimeWindow  `json:"deliveryTime,omitzero"`
	Tariff          string       `json:"tariff,omitzero"`
	TariffName      string       `json:"tariffName,omitzero"`
	PayerType       string       `json:"payerType,omitzero"`
	Status          *TrackPoint  `json:"status,omitzero"`
	ExtraData       CustomFields `json:"extraData,omitzero"`
	ShipmentAddress *Address     `json:"shipmentAddress,omitzero"`
	DeliveryAddress *Address     `json:"deliveryAddress,omitzero"`
}

// Tariff is one offer in the answer to a calculation, or one entry of the list of tariffs.
type Tariff struct {
	Code               string       `json:"code"`
	Group              string       `json:"group,omitzero"`
	Name               string       `json:"name"`
	Type               string       `json:"type,omitzero"` // courier, selfDelivery and the like
	Description        string       `json:"description,omitzero"`
	Cost               wire.Sum     `json:"cost,omitzero"`
	MinTerm            int64        `json:"minTerm,omitzero"` // days
	MaxTerm            int64        `json:"maxTerm,omitzero"` // days
	ExtraData          CustomFields `json:"extraData,omitzero"`
	ExtraDataAvailable []string     `json:"extraDataAvailable,omitzero"`
	PickupPoints       []Terminal   `json:"pickuppointList,omitzero"`
}

// Document is the answer to a print.
type Document struct {
	ContentType string // application/pdf or application/zip
	Body        []byte
}

// ShipmentSaved is the answer to a ShipmentSave.
type ShipmentSaved struct {
	ShipmentID string       `json:"shipmentId"`
	ExtraData  CustomFields `json:"extraData,omitzero"`
}
