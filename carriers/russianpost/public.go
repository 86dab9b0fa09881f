package russianpost

import (
	"context"
	"errors"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/lax"
	"github.com/ordo-sdk/ordo/internal/rest"
	"github.com/ordo-sdk/ordo/wire"
)

const opPublic = "GET /v2/calculate/tariff/delivery"

// Tariff calls the public calculator of prices and terms, which needs no account. It is safe for concurrent use.
type Tariff struct{ rest *rest.Client }

// NewTariff returns a client of the public calculator. It does not fail: a wrong address is an error of every call.
func NewTariff(opts ...ordo.Option) *Tariff {
	s := rest.Resolve(rest.Settings{System: Name, BaseURL: TariffProduction, Limits: usualLimits}, opts...)
	return &Tariff{rest.New(s, rest.Config{
		Judge: judge(s.Clock),
		Decode: rest.Decoder(func(b []byte, v any) error {
			return lax.Decode(b, v, lax.Options{Zone: moscow(), Layouts: []string{"20060102T150405", "20060102"}})
		}),
		MaxBody: maxAnswer, LimitKey: s.BaseURL, // it knows no accounts
	})}
}

// NameAccount names the account in errors and logs; see [Client.NameAccount].
func (t *Tariff) NameAccount(name string) error { return t.rest.NameAccount(name) }

// TariffQuery asks for a price. Weights are grams, sums kopecks.
type TariffQuery struct {
	// Object is the kind of parcel: see [Object].
	Object        int
	From, To      string // indexes
	Country       int    // abroad: by its number, in place of To
	Weight        int
	DeclaredValue Kopecks
	COD           Kopecks
	Date          Date  // "" is today
	Services      []int // by the calculator's numbers
	Pack          int   // the package by its number; 0 is none
	Sizes         *Dimension
}

// Object returns the calculator's number of a kind and a category of parcels inside Russia, such as 4020; 0 if this
// package does not know it.
func Object(t MailType, c MailCategory) int {
	kind := map[MailType]int{
		Parcel: 4, EMS: 7, OnlineParcel: 23, OnlineCourier: 24, BusinessCourier: 30, EMSOptimal: 34, ParcelClass1: 47, EasyReturn: 51,
		ECOMMarketplace: 54,
	}[t]
	category := map[MailCategory]int{
		DeclaredValue: 2, Ordinary: 3, DeclaredValueCOD: 4, CompulsoryPayment: 6, DeclaredValueCompulsory: 6, CombinedOrdinary: 8, CombinedDeclaredValue: 9,
	}[c]
	if kind == 0 || category == 0 {
		return 0
	}
	return kind*1000 + category*10
}

// TariffPrice is a price of the public calculator.
type TariffPrice struct {
	Object   int           `json:"id" lax:"required"`
	Name     string        `json:"name,omitzero"`
	Pay      *Kopecks      `json:"pay"`             // without VAT
	PayVAT   Kopecks       `json:"paynds,omitzero"` // with VAT
	VAT      Kopecks       `json:"nds,omitzero"`
	VATRate  int           `json:"ndsrate,omitzero"`
	Ground   *TariffRate   `json:"ground,omitzero"`
	Avia     *TariffRate   `json:"avia,omitzero"`
	Service  *TariffRate   `json:"service,omitzero"`
	Items    []TariffItem  `json:"items,omitempty"`
	Delivery *DeliveryTerm `json:"delivery,omitzero"`
	Extra    wire.Extra    `json:"-"`
	Problem  error         `json:"-"` // what could not be read
}

// TariffRate is a part of a price of the calculator.
type TariffRate struct {
	Value   Kopecks    `json:"val"` // without VAT
	WithVAT Kopecks    `json:"valnds,omitzero"`
	Extra   wire.Extra `json:"-"`
}

// TariffItem is a step of a calculation.
type TariffItem struct {
	ID       string        `json:"id,omitzero"`
	Name     string        `json:"name,omitzero"`
	Tariff   *TariffRate   `json:"tariff,omitzero"`
	Delivery *DeliveryTerm `json:"delivery,omitzero"`
	Extra    wire.Extra    `json:"-"`
}

// DeliveryTerm is how many days the Post takes, and until when at the latest.
type DeliveryTerm struct {
	Min      int        `json:"min,omitzero"`
	Max      int        `json:"max,omitzero"`
	Deadline time.Time  `json:"deadline,omitzero"`
	Extra    wire.Extra `json:"-"`
}

// Complete implements rest.Completer.
func (p *TariffPrice) Complete() error {
	if p.Pay == nil && p.PayVAT == 0 {
		return errors.Join(errors.New("the answer has no price"), p.Problem)
	}
	return nil
}

// GetPrice returns a price and a term. What the calculator refuses is an *ordo.Error with a *RefusalError.
func (t *Tariff) GetPrice(ctx context.Context, q TariffQuery) (*TariffPrice, error) {
	if q.Object == 0 || q.Weight <= 0 {
		return nil, t.rest.Fail(opPublic, ordo.Invalid, "not sent: the object or the weight is missing", nil)
	}
	p := url.Values{"json": {""}, "errorcode": {"1"}, "object": {strconv.Itoa(q.Object)}, "weight": {strconv.Itoa(q.Weight)}}
	for name, value := range map[string]string{"from": q.From, "to": q.To, "date": strings.ReplaceAll(string(q.Date), "-", "")} {
		if value != "" {
			p.Set(name, value)
		}
	}
	for name, n := range map[string]int64{"country-to": int64(q.Country), "sumoc": int64(q.DeclaredValue), "sumnp": int64(q.COD), "pack": int64(q.Pack)} {
		if n != 0 {
			p.Set(name, strconv.FormatInt(n, 10))
		}
	}
	if len(q.Services) > 0 {
		all := make([]string, len(q.Services))
		for i, n := range q.Services {
			all[i] = strconv.Itoa(n)
		}
		p.Set("service", strings.Join(all, ","))
	}
	if d := q.Sizes; d != nil {
		p.Set("size", strconv.Itoa(d.Length)+"x"+strconv.Itoa(d.Width)+"x"+strconv.Itoa(d.Height))
	}
	var in TariffPrice
	check := func() error { return rest.Same("object", q.Object, in.Object) }
	_, err := t.rest.Do(ctx, rest.Request{Op: opPublic, Path: "/v2/calculate/tariff/delivery", Query: p, Check: check}, &in)
	if err != nil {
		return nil, err
	}
	return &in, nil
}
