package retailcrm

import (
	"context"
	"encoding/json"

	"github.com/ordo-sdk/ordo/internal/rest"
	"github.com/ordo-sdk/ordo/wire"
)

// Status is an order status: the merchant's own.
type Status struct {
	Code     string     `json:"code"`
	Name     string     `json:"name"`
	Active   bool       `json:"active"`
	Ordering int64      `json:"ordering"`
	Group    string     `json:"group"`
	Extra    wire.Extra `json:"-"` // what this type does not know
}

// StatusGroup is a group of order statuses.
type StatusGroup struct {
	Code     string     `json:"code"`
	Name     string     `json:"name"`
	Active   bool       `json:"active"`
	Ordering int64      `json:"ordering"`
	Process  bool       `json:"process"`
	Statuses []string   `json:"statuses"`
	Extra    wire.Extra `json:"-"` // what this type does not know
}

// ProductStatus is a status of an order's line.
type ProductStatus struct {
	Code                        string     `json:"code"` // may be odd, such as "" or "-1"
	Name                        string     `json:"name"`
	Active                      bool       `json:"active"`
	Ordering                    int64      `json:"ordering"`
	CreatedAt                   DateTime   `json:"createdAt,omitzero"`
	CancelStatus                bool       `json:"cancelStatus"`                         // lines with it are cancelled
	OrderStatusByProductStatus  string     `json:"orderStatusByProductStatus,omitzero"`  // what the order gets when all lines have this status
	OrderStatusForProductStatus string     `json:"orderStatusForProductStatus,omitzero"` // which order status gives lines this one (not certain)
	Extra                       wire.Extra `json:"-"`                                    // what this type does not know
}

// DeliveryType is a way of delivery.
type DeliveryType struct {
	Code             string                `json:"code"`
	Name             string                `json:"name"`
	Active           bool                  `json:"active"`
	DefaultCost      wire.Sum              `json:"defaultCost,omitzero"`
	DefaultNetCost   wire.Sum              `json:"defaultNetCost,omitzero"`
	Description      string                `json:"description,omitzero"`
	IntegrationCode  string                `json:"integrationCode,omitzero"`
	VATRate          string                `json:"vatRate,omitzero"`
	DefaultForCRM    bool                  `json:"defaultForCrm"`
	Services         []string              `json:"deliveryServices,omitzero"` // codes
	PaymentTypes     []DeliveryPaymentType `json:"deliveryPaymentTypes,omitzero"`
	PaymentTypeCodes []string              `json:"paymentTypes,omitzero"` // the older form
	Sites            []string              `json:"sites,omitzero"`
	Currency         string                `json:"currency,omitzero"`
	Extra            wire.Extra            `json:"-"` // what this type does not know
}

// DeliveryPaymentType is a payment type that a delivery type allows.
type DeliveryPaymentType struct {
	Code  string     `json:"code"`
	COD   bool       `json:"cod"` // cash on delivery
	Extra wire.Extra `json:"-"`   // what this type does not know
}

// PaymentType is a way of payment.
type PaymentType struct {
	Code              string          `json:"code"`
	Name              string          `json:"name"`
	Active            bool            `json:"active"`
	DefaultForCRM     bool            `json:"defaultForCrm"`
	DefaultForAPI     bool            `json:"defaultForApi"`
	Description       string          `json:"description,omitzero"`
	DeliveryTypes     []string        `json:"deliveryTypes,omitzero"`
	PaymentStatuses   []string        `json:"paymentStatuses,omitzero"`
	IntegrationModule json.RawMessage `json:"integrationModule,omitzero"`
	Sites             []string        `json:"sites,omitzero"`
	Extra             wire.Extra      `json:"-"` // what this type does not know
}

// Integrated reports whether a payment module serves the type: it then owns status and paidAt of its payments.
func (t PaymentType) Integrated() bool {
	return !empty(t.IntegrationModule)
}

// PaymentStatus is a status of payments.
type PaymentStatus struct {
	Code            string     `json:"code"`
	Name            string     `json:"name"`
	Active          bool       `json:"active"`
	DefaultForCRM   bool       `json:"defaultForCrm"`
	DefaultForAPI   bool       `json:"defaultForApi"`
	PaymentComplete bool       `json:"paymentComplete"` // the money is there
	Description     string     `json:"description,omitzero"`
	Ordering        int64      `json:"ordering"`
	PaymentTypes    []string   `json:"paymentTypes,omitzero"`
	Extra           wire.Extra `json:"-"` // what this type does not know
}

// Kind is an order type or an order method.
type Kind struct {
	Code          string     `json:"code"`
	Name          string     `json:"name"`
	Active        bool       `json:"active"`
	DefaultForCRM bool       `json:"defaultForCrm"`
	DefaultForAPI bool       `json:"defaultForApi"`
	FromPOS       bool       `json:"isFromPos,omitzero"`
	Ordering      int64      `json:"ordering,omitzero"`
	Extra         wire.Extra `json:"-"` // what this type does not know
}

// Site is a shop of the account.
type Site struct {
	ID    int64      `json:"id,omitzero"`
	Code  string     `json:"code"`
	Name  string     `json:"name"`
	URL   string     `json:"url"`
	Extra wire.Extra `json:"-"` // what this type does not know
}

// Store is a warehouse or an outlet.
type Store struct {
	Code          string          `json:"code"`
	Name          string          `json:"name"`
	ExternalID    string          `json:"externalId,omitzero"`
	XMLID         string          `json:"xmlId,omitzero"`
	Description   string          `json:"description,omitzero"`
	Email         string          `json:"email,omitzero"`
	Type          string          `json:"type,omitzero"`          // store-type-online, -retail, -supplier, -warehouse
	InventoryType string          `json:"inventoryType,omitzero"` // available, integer
	Active        bool            `json:"active"`
	Phone         json.RawMessage `json:"phone,omitzero"`
	Contact       string          `json:"contact,omitzero"`
	Address       *Address        `json:"address,omitzero"`
	WorkTime      json.RawMessage `json:"workTime,omitzero"`
	Extra         wire.Extra      `json:"-"` // what this type does not know
}

// Courier is a courier of the merchant's own.
type Courier struct {
	ID         int64           `json:"id"`
	FirstName  string          `json:"firstName"`
	LastName   string          `json:"lastName"`
	Patronymic string          `json:"patronymic,omitzero"`
	Active     bool            `json:"active"`
	Email      string          `json:"email,omitzero"`
	Phone      json.RawMessage `json:"phone,omitzero"`
	Extra      wire.Extra      `json:"-"` // what this type does not know
}

// Unit is a unit of measure.
type Unit struct {
	Code    string     `json:"code"`
	Name    string     `json:"name"`
	Sym     string     `json:"sym"` // such as "шт."
	Default bool       `json:"default,omitzero"`
	Active  bool       `json:"active,omitzero"`
	Extra   wire.Extra `json:"-"` // what this type does not know
}

// PriceType is a kind of price.
type PriceType struct {
	ID          int64           `json:"id"`
	Code        string          `json:"code"`
	Name        string          `json:"name"`
	Active      bool            `json:"active"`
	Default     bool            `json:"default"`
	Description string          `json:"description,omitzero"`
	Ordering    int64           `json:"ordering"`
	Groups      []string        `json:"groups,omitzero"`
	Geo         json.RawMessage `json:"geo,omitzero"`
	Currency    string          `json:"currency,omitzero"`
	Extra       wire.Extra      `json:"-"` // what this type does not know
}

// reference reads a reference book, which comes whole: an array, or an object keyed by code.
func reference[T any](ctx context.Context, c *Client, book, key string) ([]Record[T], error) {
	return all[T](ctx, c, "reference/"+book, "/reference/"+book, key, nil)
}

// ListStatuses reads the order statuses.
func (c *Client) ListStatuses(ctx context.Context) ([]Record[Status], error) {
	return reference[Status](ctx, c, "statuses", "statuses")
}

// ListStatusGroups reads the groups of order statuses.
func (c *Client) ListStatusGroups(ctx context.Context) ([]Record[StatusGroup], error) {
	return reference[StatusGroup](ctx, c, "status-groups", "statusGroups")
}

// ListProductStatuses reads the statuses of lines.
func (c *Client) ListProductStatuses(ctx context.Context) ([]Record[ProductStatus], error) {
	return reference[ProductStatus](ctx, c, "product-statuses", "productStatuses")
}

// ListDeliveryTypes reads the delivery types.
func (c *Client) ListDeliveryTypes(ctx context.Context) ([]Record[DeliveryType], error) {
	return reference[DeliveryType](ctx, c, "delivery-types", "deliveryTypes")
}

// ListDeliveryServices reads the services of all delivery types.
func (c *Client) ListDeliveryServices(ctx context.Context) ([]Record[DeliveryService], error) {
	return reference[DeliveryService](ctx, c, "delivery-services", "deliveryServices")
}

// ListPaymentTypes reads the payment types.
func (c *Client) ListPaymentTypes(ctx context.Context) ([]Record[PaymentType], error) {
	return reference[PaymentType](ctx, c, "payment-types", "paymentTypes")
}

// ListPaymentStatuses reads the payment statuses.
func (c *Client) ListPaymentStatuses(ctx context.Context) ([]Record[PaymentStatus], error) {
	return reference[PaymentStatus](ctx, c, "payment-statuses", "paymentStatuses")
}

// ListOrderTypes reads the order types.
func (c *Client) ListOrderTypes(ctx context.Context) ([]Record[Kind], error) {
	return reference[Kind](ctx, c, "order-types", "orderTypes")
}

// ListOrderMethods reads the ways in which orders come.
func (c *Client) ListOrderMethods(ctx context.Context) ([]Record[Kind], error) {
	return reference[Kind](ctx, c, "order-methods", "orderMethods")
}

// ListSites reads the shops.
func (c *Client) ListSites(ctx context.Context) ([]Record[Site], error) {
	return reference[Site](ctx, c, "sites", "sites")
}

// ListStores reads the warehouses and outlets.
func (c *Client) ListStores(ctx context.Context) ([]Record[Store], error) {
	return reference[Store](ctx, c, "stores", "stores")
}

// ListCouriers reads the merchant's couriers.
func (c *Client) ListCouriers(ctx context.Context) ([]Record[Courier], error) {
	return reference[Courier](ctx, c, "couriers", "couriers")
}

// ListUnits reads the units of measure.
func (c *Client) ListUnits(ctx context.Context) ([]Record[Unit], error) {
	return reference[Unit](ctx, c, "units", "units")
}

// ListPriceTypes reads the kinds of prices.
func (c *Client) ListPriceTypes(ctx context.Context) ([]Record[PriceType], error) {
	return reference[PriceType](ctx, c, "price-types", "priceTypes")
}

// ListCountries reads the ISO codes of the countries the account knows.
func (c *Client) ListCountries(ctx context.Context) ([]Record[string], error) {
	return reference[string](ctx, c, "countries", "countriesIso")
}

// UpdateReference creates or changes one entry of a reference book: book is as in the path, such as "statuses", field
// is the CRM's name for one entry, such as "status", and entry is what is written. It sets a state, so it is repeated
// after a lost answer.
func (c *Client) UpdateReference(ctx context.Context, book, code, field string, entry any) error {
	path := rest.Pathf("/reference/%s/%s/edit", book, code)
	return c.write(ctx, "reference/"+book+"/edit", path, field, entry, rest.Idempotent(), nil)
}
