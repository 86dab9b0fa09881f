package retailcrm

import (
	"context"
	"encoding/json"
	"errors"
	"maps"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/rest"
	"github.com/ordo-sdk/ordo/wire"
)

// Module is an integration module of the account.
type Module struct {
	Code               string            `json:"code"`            // unique in the account
	IntegrationCode    string            `json:"integrationCode"` // the kind of module
	Active             bool              `json:"active"`
	Freeze             *bool             `json:"freeze,omitzero"`
	Name               string            `json:"name,omitzero"`
	Logo               string            `json:"logo,omitzero"`     // the address of an SVG
	ClientID           ordo.Secret       `json:"clientId,omitzero"` // the CRM repeats it in its calls: see Webhook; JSON does not show it
	BaseURL            string            `json:"baseUrl,omitzero"`
	AccountURL         string            `json:"accountUrl,omitzero"`
	Actions            map[string]string `json:"actions,omitzero"` // activity -> its path
	AvailableCountries []string          `json:"availableCountries,omitzero"`
	Native             *bool             `json:"native,omitzero"`
	Integrations       *ModuleAbilities  `json:"integrations,omitzero"`
	Extra              wire.Extra        `json:"-"` // what this type does not know
}

// Paths are the paths of all actions of the module, as [Webhook].Actions takes them.
func (m Module) Paths() map[string]string {
	all := map[string]string{}
	maps.Copy(all, m.Actions)
	if m.Integrations != nil && m.Integrations.Delivery != nil {
		maps.Copy(all, m.Integrations.Delivery.Actions)
	}
	return all
}

// ModuleAbilities lists what a module does. What is not typed here (payment, telephony, mgTransport, mgBot, embedJs,
// recommendation) is in Extra.
type ModuleAbilities struct {
	Delivery *DeliveryModule `json:"delivery,omitzero"`
	Store    *StoreModule    `json:"store,omitzero"`
	Extra    wire.Extra      `json:"-"` // what this type does not know
}

// DeliveryModule is the configuration of a delivery module.
type DeliveryModule struct {
	Actions                        map[string]string `json:"actions,omitzero"`   // an action, such as "save" -> its path below Module.BaseURL
	PayerType                      []string          `json:"payerType,omitzero"` // receiver, sender
	PlatePrintLimit                int64             `json:"platePrintLimit,omitzero"`
	RateDeliveryCost               *bool             `json:"rateDeliveryCost,omitzero"`
	AllowPackages                  *bool             `json:"allowPackages,omitzero"` // the merchant may split an order into parcels
	CODAvailable                   *bool             `json:"codAvailable,omitzero"`
	SelfShipmentAvailable          *bool             `json:"selfShipmentAvailable,omitzero"`
	DuplicateOrderProductSupported *bool             `json:"duplicateOrderProductSupported,omitzero"` // several lines of one offer
	AllowTrackNumber               *bool             `json:"allowTrackNumber,omitzero"`
	AvailableCountries             []string          `json:"availableCountries,omitzero"`
	RequiredFields                 []string          `json:"requiredFields,omitzero"`
	StatusList                     []ModuleStatus    `json:"statusList,omitzero"`
	PlateList                      []PlateKind       `json:"plateList,omitzero"`
	DeliveryDataFieldList          []ModuleField     `json:"deliveryDataFieldList,omitzero"`
	ShipmentDataFieldList          []ModuleField     `json:"shipmentDataFieldList,omitzero"`
	Settings                       *DeliverySettings `json:"settings,omitzero"`
	Extra                          wire.Extra        `json:"-"` // what this type does not know
}

// ModuleStatus is a status of a parcel that the module may report.
type ModuleStatus struct {
	Code            string     `json:"code"`
	Name            string     `json:"name"`
	IsEditable      bool       `json:"isEditable"`
	IsError         bool       `json:"isError,omitzero"`
	IsPreprocessing bool       `json:"isPreprocessing,omitzero"`
	Extra           wire.Extra `json:"-"` // what this type does not know
}

// PlateKind is a printed form that the module makes.
type PlateKind struct {
	Code  string     `json:"code"`
	Label string     `json:"label"`
	Extra wire.Extra `json:"-"` // what this type does not know
}

// ModuleField is a field that the module adds to the order's card or to a shipment.
type ModuleField struct {
	Code            string          `json:"code"`
	Label           string          `json:"label"`
	Hint            string          `json:"hint,omitzero"`
	Type            string          `json:"type"`
	Multiple        *bool           `json:"multiple,omitzero"`
	Choices         json.RawMessage `json:"choices,omitzero"`
	AutocompleteURL string          `json:"autocompleteUrl,omitzero"`
	Visible         *bool           `json:"visible,omitzero"`
	Required        *bool           `json:"required,omitzero"`
	AffectsCost     *bool           `json:"affectsCost,omitzero"`
	Editable        *bool           `json:"editable,omitzero"`
	Extra           wire.Extra      `json:"-"` // what this type does not know
}

// DeliverySettings are the settings of a delivery module in one account.
type DeliverySettings struct {
	DefaultPayerType  string            `json:"defaultPayerType,omitzero"`
	CostCalculateBy   string            `json:"costCalculateBy,omitzero"` // auto, manual
	NullDeclaredValue *bool             `json:"nullDeclaredValue,omitzero"`
	LockedByDefault   *bool             `json:"lockedByDefault,omitzero"` // new orders are not sent to the module until the merchant is ready
	PaymentTypes      json.RawMessage   `json:"paymentTypes,omitzero"`
	ShipmentPoints    json.RawMessage   `json:"shipmentPoints,omitzero"`
	Statuses          []TrackingMapping `json:"statuses,omitzero"`
	DeliveryExtraData json.RawMessage   `json:"deliveryExtraData,omitzero"`
	ShipmentExtraData json.RawMessage   `json:"shipmentExtraData,omitzero"`
	Extra             wire.Extra        `json:"-"` // what this type does not know
}

// TrackingMapping maps statuses of parcels to statuses of orders.
type TrackingMapping struct {
	Code               string     `json:"code"`
	TrackingStatusCode string     `json:"trackingStatusCode"`
	Extra              wire.Extra `json:"-"` // what this type does not know
}

// StoreModule is the configuration of a store module.
type StoreModule struct {
	Actions []StoreAction `json:"actions,omitzero"`
	Extra   wire.Extra    `json:"-"` // what this type does not know
}

// StoreAction is one call that the CRM makes to a store module.
type StoreAction struct {
	Code       string     `json:"code"`
	URL        string     `json:"url"`
	CallPoints []string   `json:"callPoints,omitzero"`
	Extra      wire.Extra `json:"-"` // what this type does not know
}

// ModuleInfo is what the CRM made of a module.
type ModuleInfo struct {
	DeliveryType *ModuleDeliveryType `json:"deliveryType"` // the delivery type that stands for the module; nil if it has none
	Extra        wire.Extra          `json:"-"`            // billingInfo, mgTransport, mgBot
}

// ModuleDeliveryType is the delivery type that stands for a module.
type ModuleDeliveryType struct {
	ID    int64      `json:"id"`
	Code  string     `json:"code"`
	Extra wire.Extra `json:"-"` // what this type does not know
}

// GetModule reads a module of the account.
func (c *Client) GetModule(ctx context.Context, code string) (*Module, error) {
	const op = "integration-modules/get"
	var answer struct {
		Module *Module `json:"integrationModule"`
	}
	err := c.get(ctx, op, rest.Pathf("/integration-modules/%s", code), nil, &answer, func() error {
		return same("module", code, answer.Module, func(m *Module) string { return m.Code })
	})
	return answer.Module, err
}

// UpdateModule creates the module or replaces its configuration. It sets a state, so it is repeated after a lost
// answer.
func (c *Client) UpdateModule(ctx context.Context, m Module) (*ModuleInfo, error) {
	const op = "integration-modules/edit"
	type plain Module
	sent := struct {
		plain
		ClientID string `json:"clientId,omitzero"`
	}{plain(m), m.ClientID.Reveal()}
	c.rest.Hide(m.ClientID.Reveal()) // within JSON within a form it cannot be known by its name
	var answer struct {
		Info ModuleInfo `json:"info"`
	}
	path := rest.Pathf("/integration-modules/%s/edit", m.Code)
	if err := c.write(ctx, op, path, "integrationModule", sent, rest.Idempotent(), &answer); err != nil {
		return nil, err
	}
	return &answer.Info, nil
}

// UpdateScopes asks for a key with other scopes and returns the new key. The old one may be void then, so a
// lost answer is an error of class InDoubt.
func (c *Client) UpdateScopes(ctx context.Context, module string, scopes []string) (key ordo.Secret, err error) {
	const op = "integration-modules/update-scopes"
	var answer struct {
		Key ordo.Secret `json:"apiKey"`
	}
	path, wanted := rest.Pathf("/integration-modules/%s/update-scopes", module), map[string][]string{"scopes": scopes}
	err = c.write(ctx, op, path, "requires", wanted, rest.Never(), &answer, func() error {
		if answer.Key.IsZero() {
			return errors.New("the answer holds no key")
		}
		return nil
	})
	return answer.Key, err
}
