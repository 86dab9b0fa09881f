package cdek

import (
	"context"
	"errors"
	"maps"

	"github.com/ordo-sdk/ordo/internal/rest"
	"github.com/ordo-sdk/ordo/wire"
)

// Parcel describes a package for the calculator.
type Parcel struct {
	Weight int `json:"weight"`          // grams
	Length int `json:"length,omitzero"` // centimetres
	Width  int `json:"width,omitzero"`  // centimetres
	Height int `json:"height,omitzero"` // centimetres
}

// Quote is a request to the calculator.
type Quote struct {
	At              Time      `json:"date,omitzero"` // of the hand-over; unset means now
	Type            OrderType `json:"type,omitzero"`
	AdditionalTypes []int     `json:"additional_order_types,omitempty"`
	// Currency is CDEK's number: 1 RUB, 2 KZT, 3 USD, 4 EUR, 5 GBP, 6 CNY, 7 BYN, 8 UAH, 9 KGS, 10 AMD, 11 TRY, 12 THB,
	// 13 KRW, 14 AED, 15 UZS, 16 MNT, 17 PLN, 18 AZN, 19 GEL, 55 JPY, 704 VND. 0 means the contract's. For another one
	// use a client made with WithCurrency, because lists of tariffs do not name the currency.
	Currency int       `json:"currency,omitzero"`
	Language string    `json:"lang,omitzero"` // rus, eng, zho
	Tariff   int       `json:"tariff_code,omitzero"`
	From     Location  `json:"from_location"` // Code, PostalCode or Address
	To       Location  `json:"to_location"`
	Services []Service `json:"services,omitempty"` // Insurance too; not for ListTariffs
	Packages []Parcel  `json:"packages"`
}

// Price is the price and duration of a tariff.
type Price struct {
	Tariff      int           `json:"tariff_code,omitzero"` // in lists
	Name        string        `json:"tariff_name,omitzero"` // in lists without services
	Description string        `json:"tariff_description,omitzero"`
	Mode        Mode          `json:"delivery_mode,omitzero"`
	DeliverySum wire.Sum      `json:"delivery_sum"`
	TotalSum    wire.Sum      `json:"total_sum,omitzero"` // with services and VAT
	Currency    string        `json:"currency,omitzero"`
	PeriodMin   int           `json:"period_min"` // working days
	PeriodMax   int           `json:"period_max"`
	CalendarMin int           `json:"calendar_min,omitzero"` // days
	CalendarMax int           `json:"calendar_max,omitzero"`
	Charged     wire.Decimal  `json:"weight_calc,omitzero"` // grams
	Services    []ServiceCost `json:"services,omitempty"`
	Range       struct {
		Min   Date       `json:"min"`
		Max   Date       `json:"max"`
		Extra wire.Extra `json:"-"`
	} `json:"delivery_date_range,omitzero"`
	Errors   []Problem  `json:"errors,omitempty"` // of this tariff, in ListTariffsWithServices
	Warnings []Problem  `json:"warnings,omitempty"`
	Status   string     `json:"-"` // in ListTariffsWithServices; its values are not documented
	Extra    wire.Extra `json:"-"`
	Problem  error      `json:"-"` // what could not be read
}

func (*Price) needs() string { return "delivery_sum" }

// GetTariff returns the price of one tariff. A tariff that is not available on the route is an error of class Invalid
// with the code err_result_service_empty.
func (c *Client) GetTariff(ctx context.Context, q Quote) (*Price, error) {
	var out Price
	if err := c.post(ctx, "POST /v2/calculator/tariff", "/calculator/tariff", q, rest.Read(), &out); err != nil {
		return nil, err
	}
	if out.Tariff == 0 {
		out.Tariff = q.Tariff
	}
	return &out, nil
}

// Prices are the prices of the available tariffs.
type Prices struct {
	Tariffs  []Price    `json:"tariff_codes"`
	Warnings []Problem  `json:"warnings,omitempty"` // of all of them
	Extra    wire.Extra `json:"-"`
}

func (*Prices) needs() string { return "tariff_codes" }

// ListTariffs returns the prices of all available tariffs, without services. There may be none; the vendor's test stand
// returns none at times, and prices a moment later.
func (c *Client) ListTariffs(ctx context.Context, q Quote) (Prices, error) {
	q.Tariff, q.Services = 0, nil
	var out Prices
	err := c.post(ctx, "POST /v2/calculator/tarifflist", "/calculator/tarifflist", q, rest.Read(), &out)
	return out, err
}

// servicePrices is the answer with services: each price in a result beside its tariff.
type servicePrices struct {
	Prices
	Tariffs []struct {
		Price
		Status string `json:"status"`
		Result *Price `json:"result"`
	} `json:"tariff_codes"`
}

// ListTariffsWithServices returns the prices of all available tariffs, services included.
func (c *Client) ListTariffsWithServices(ctx context.Context, q Quote) (Prices, error) {
	q.Tariff = 0
	var in servicePrices
	if err := c.post(ctx, "POST /v2/calculator/tariffAndService", "/calculator/tariffAndService", q, rest.Read(), &in); err != nil {
		return Prices{}, err
	}
	out := in.Prices
	for _, t := range in.Tariffs {
		p := t.Price
		if t.Result != nil {
			p = *t.Result
			if p.Extra == nil {
				p.Extra = t.Extra
			}
			maps.Copy(p.Extra, t.Extra)
			p.Tariff, p.Errors, p.Problem = t.Price.Tariff, append(t.Price.Errors, p.Errors...), errors.Join(t.Price.Problem, p.Problem)
		}
		p.Status = t.Status
		out.Tariffs = append(out.Tariffs, p)
	}
	return out, nil
}

// ContractTariff is a tariff of the contract, with its limits in kilograms and centimetres.
type ContractTariff struct {
	Name       string         `json:"tariff_name"`
	WeightMin  wire.Decimal   `json:"weight_min,omitzero"`
	WeightMax  wire.Decimal   `json:"weight_max,omitzero"`
	ChargedMax wire.Decimal   `json:"weight_calc_max,omitzero"`
	LengthMin  wire.Decimal   `json:"length_min,omitzero"`
	LengthMax  wire.Decimal   `json:"length_max,omitzero"`
	WidthMin   wire.Decimal   `json:"width_min,omitzero"`
	WidthMax   wire.Decimal   `json:"width_max,omitzero"`
	HeightMin  wire.Decimal   `json:"height_min,omitzero"`
	HeightMax  wire.Decimal   `json:"height_max,omitzero"`
	OrderTypes []string       `json:"order_types,omitempty"`
	Payers     []string       `json:"payer_contragent_type,omitempty"`
	Senders    []string       `json:"sender_contragent_type,omitempty"`
	Recipients []string       `json:"recipient_contragent_type,omitempty"`
	Modes      []ContractMode `json:"delivery_modes,omitempty"`
	Additional struct {
		Without bool       `json:"without_additional_order_type"`
		Types   []string   `json:"additional_order_types,omitempty"`
		Extra   wire.Extra `json:"-"`
	} `json:"additional_order_types_param,omitzero"`
	Extra   wire.Extra `json:"-"`
	Problem error      `json:"-"` // what could not be read
}

// ContractMode is a mode of a tariff, and its code for orders.
type ContractMode struct {
	Mode   Mode       `json:"delivery_mode"`
	Name   string     `json:"delivery_mode_name,omitzero"`
	Tariff int        `json:"tariff_code"`
	Extra  wire.Extra `json:"-"`
}

// contract is the tariffs of a contract.
type contract struct {
	Tariffs []ContractTariff `json:"tariff_codes"`
}

func (*contract) needs() string { return "tariff_codes" }

// ListContractTariffs returns the tariffs of the contract, without prices.
func (c *Client) ListContractTariffs(ctx context.Context) ([]ContractTariff, error) {
	var out contract
	err := c.get(ctx, "GET /v2/calculator/alltariffs", "/calculator/alltariffs", nil, nil, &out)
	return out.Tariffs, err
}
