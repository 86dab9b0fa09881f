package novaposhta

import (
	"context"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/wire"
)

const modelCommon = "Common"

// Dictionary is a list of codes with their names.
type Dictionary string

// The dictionaries.
const (
	CargoTypes         Dictionary = "getCargoTypes"
	ServiceTypes       Dictionary = "getServiceTypes"
	PayerTypes         Dictionary = "getTypesOfPayers"
	PaymentForms       Dictionary = "getPaymentForms"
	CounterpartyTypes  Dictionary = "getTypesOfCounterparties"
	BackwardCargoTypes Dictionary = "getBackwardDeliveryCargoTypes"
	BackwardPayerTypes Dictionary = "getTypesOfPayersForRedelivery"
	Pallets            Dictionary = "getPalletsList"
	Tyres              Dictionary = "getTiresWheelsList"
	OwnershipForms     Dictionary = "getOwnershipFormsList"
	WarehouseTypes     Dictionary = "getWarehouseTypes"
)

// Entry is a row of a dictionary.
type Entry struct {
	Ref         string     `json:"Ref"` // the code
	Description string     `json:"Description"`
	Extra       wire.Extra `json:"-"`
	Problem     error      `json:"-"` // what could not be read
}

// ListDictionary returns a dictionary.
func (c *Client) ListDictionary(ctx context.Context, d Dictionary) ([]Entry, error) {
	switch d {
	case CargoTypes:
		return read[Entry](ctx, c, modelCommon, "getCargoTypes", nil)
	case ServiceTypes:
		return read[Entry](ctx, c, modelCommon, "getServiceTypes", nil)
	case PayerTypes:
		return read[Entry](ctx, c, modelCommon, "getTypesOfPayers", nil)
	case PaymentForms:
		return read[Entry](ctx, c, modelCommon, "getPaymentForms", nil)
	case CounterpartyTypes:
		return read[Entry](ctx, c, modelCommon, "getTypesOfCounterparties", nil)
	case BackwardCargoTypes:
		return read[Entry](ctx, c, modelCommon, "getBackwardDeliveryCargoTypes", nil)
	case BackwardPayerTypes:
		return read[Entry](ctx, c, modelCommon, "getTypesOfPayersForRedelivery", nil)
	case Pallets:
		return read[Entry](ctx, c, modelCommon, "getPalletsList", nil)
	case Tyres:
		return read[Entry](ctx, c, modelCommon, "getTiresWheelsList", nil)
	case OwnershipForms:
		return read[Entry](ctx, c, modelCommon, "getOwnershipFormsList", nil)
	case WarehouseTypes:
		return read[Entry](ctx, c, modelAddress, "getWarehouseTypes", nil)
	}
	return nil, c.rest.Fail(modelCommon+"."+string(d), ordo.Invalid, "not sent: there is no such dictionary", nil)
}
