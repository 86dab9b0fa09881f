package chestnyznak

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/rest"
	"github.com/ordo-sdk/ordo/receipts/marking"
	"github.com/ordo-sdk/ordo/wire"
)

// Checker asks whether codes may be sold, in the moment before a receipt (разрешительный режим). It goes to the nearest
// of the vendor's hosts, and to the next one when that does not answer. It is safe for concurrent use.
type Checker struct {
	hosts
	drive, inn string
}

var _ marking.Checker = (*Checker)(nil)

// NewChecker returns a client of the permission mode, with the key of the cash desks that the participant's cabinet
// gives. For the sandbox use ordo.WithBaseURL with [Sandbox]. It does not fail: what is wrong is returned by every
// call, as an *ordo.Error of class Invalid (address) or Auth (no key).
func NewChecker(apiKey string, opts ...ordo.Option) *Checker {
	s := rest.Resolve(rest.Settings{System: Name, BaseURL: CDN}, opts...)
	if s.Err == nil && strings.TrimSpace(apiKey) == "" {
		s.Err = &ordo.Error{
			System: s.System, Account: s.Account, Class: ordo.Auth,
			Text: "the key of the cash desks (X-API-KEY) is empty: the participant's cabinet gives it",
		}
	}
	return &Checker{hosts: hosts{pool: newPool(s, ordo.NewSecret(apiKey))}}
}

// For returns a copy that names in each question the fiscal drive of the register (16 digits), and the seller's INN
// where the key is of several; either may be empty. It shares the hosts.
func (c *Checker) For(drive, inn string) *Checker {
	own := *c
	own.drive, own.inn = drive, inn
	return &own
}

// SaleRow is what the registry says of a code that is to be sold.
type SaleRow struct {
	CIS         string    `json:"cis"`       // the whole code, as it was asked for
	PrintView   string    `json:"printView"` // its identity
	GTIN        string    `json:"gtin"`
	GroupIDs    []int     `json:"groupIds"`
	Valid       bool      `json:"valid"` // the form is right
	Found       bool      `json:"found"`
	Verified    bool      `json:"verified"`   // the signature is genuine
	Utilised    bool      `json:"utilised"`   // it was put on goods
	Realizable  bool      `json:"realizable"` // in circulation
	Sold        bool      `json:"sold"`
	Blocked     bool      `json:"isBlocked"`
	Authorities []string  `json:"ogvs"`    // who blocked it, such as FNS
	Own         bool      `json:"isOwner"` // of who asks
	Tracking    bool      `json:"isTracking"`
	GrayZone    bool      `json:"grayZone"`
	Expires     time.Time `json:"expireDate"`
	Produced    time.Time `json:"productionDate"`
	ErrorCode   string    `json:"errorCode"` // "0" is none
	Message     string    `json:"message"`
	// Elimination is 1 for a code that a document brought out by a sale at a distance or by samples, 2 for own use or
	// production, and 0 otherwise.
	Elimination int        `json:"eliminationState"`
	MaxPrice    int64      `json:"mrp"` // kopecks; of tobacco
	MinPrice    int64      `json:"smp"`
	PackageType string     `json:"packageType"`
	ProducerINN string     `json:"producerInn"`
	Parent      string     `json:"parent"`
	InnerUnits  int64      `json:"innerUnitCount"`
	SoldUnits   int64      `json:"soldUnitCount"`
	Extra       wire.Extra `json:"-"`
	Problem     error      `json:"-"` // what could not be read
}

// SaleAnswer is the registry's answer about codes that are to be sold.
type SaleAnswer struct {
	ID        string     `json:"reqId"`        // for the receipt
	Timestamp int64      `json:"reqTimestamp"` // milliseconds since 1970, for the receipt
	Offline   bool       `json:"isCheckedOffline"`
	Instance  string     `json:"inst"` // of a local module
	Version   string     `json:"version"`
	Codes     []SaleRow  `json:"codes"`
	Extra     wire.Extra `json:"-"`
	Problem   error      `json:"-"` // what could not be read
}

// CheckCodes asks about whole codes, with their signatures (codes/check).
func (c *Checker) CheckCodes(ctx context.Context, codes ...string) (*SaleAnswer, error) {
	in := struct {
		Codes []string `json:"codes"`
		Drive string   `json:"fiscalDriveNumber,omitzero"`
		INN   string   `json:"inn,omitzero"`
	}{codes, c.drive, c.inn}
	var out struct {
		Code        int    `json:"code"`
		Description string `json:"description"`
		SaleAnswer
	}
	const op = "codes/check"
	r := rest.Request{Op: op, Method: http.MethodPost, Path: v4 + "/codes/check", Body: rest.JSON(in), Repeat: rest.Read(), Check: func() error {
		return lacks("reqId", out.ID == "" || len(out.Codes) == 0)
	}}
	if len(codes) == 0 {
		return nil, c.pool.rest.Fail(op, ordo.Invalid, "not sent: there is no code", nil)
	}
	if err := c.ask(ctx, r, &out); err != nil {
		return nil, err
	}
	return &out.SaleAnswer, nil
}

// CheckSale implements [marking.Checker]. A code may be sold if the registry knows it, its signature is genuine, it is
// in circulation, and it is neither sold, blocked nor past its date.
func (c *Checker) CheckSale(ctx context.Context, codes ...marking.Code) (marking.SaleCheck, error) {
	texts := make([]string, len(codes))
	for i, code := range codes {
		texts[i] = code.String()
	}
	a, err := c.CheckCodes(ctx, texts...)
	if err != nil {
		return marking.SaleCheck{}, err
	}
	if a.Timestamp == 0 {
		return marking.SaleCheck{}, c.pool.rest.Fail("codes/check", ordo.Retry, "the answer has no time, which the receipt needs", a.Problem)
	}
	rows := make(map[string]SaleRow, len(a.Codes))
	for _, row := range a.Codes {
		rows[row.CIS] = row
	}
	check := marking.SaleCheck{ID: a.ID, Time: time.UnixMilli(a.Timestamp).UTC(), Offline: a.Offline}
	for i, code := range codes {
		row, ok := rows[texts[i]]
		s := marking.SaleStatus{Code: code, Vendor: row.ErrorCode, Expires: row.Expires}
		switch why := row.refusal(c.pool.settings.Clock.Now()); {
		case !ok:
			s.Problem = c.pool.rest.Fail("codes/check", ordo.Retry, "no row is about the code "+rest.Clip(code.CIS()), a.Problem)
		case row.Problem != nil:
			s.Problem = c.pool.rest.Fail("codes/check", ordo.Invalid, "the row about the code "+rest.Clip(code.CIS())+" is not of the documented form", row.Problem)
		case why != "":
			e := c.pool.rest.Fail("codes/check", ordo.Conflict, why, nil)
			if e.Code = row.ErrorCode; !row.Found {
				e.Class = ordo.NotFound
			}
			s.Problem = e
		}
		check.Codes = append(check.Codes, s)
	}
	return check, nil
}

// refusal returns why a code may not be sold at a time; "" if it may.
func (r SaleRow) refusal(now time.Time) string {
	why := ""
	switch {
	case r.ErrorCode != "" && r.ErrorCode != "0":
		if why = saleErrors[r.ErrorCode]; why == "" {
			why = "the registry does not let the code be sold (error " + r.ErrorCode + ")"
		}
	case !r.Found:
		why = saleErrors["10"]
	case r.Blocked:
		why = "the code is blocked by " + strings.Join(r.Authorities, ", ") + ": the goods must not be sold"
	case r.Sold:
		why = "the code was sold already"
	case !r.Valid:
		why = saleErrors["1"]
	case !r.Verified:
		why = saleErrors["6"]
	case !r.Utilised:
		why = "the code was never put on goods"
	case !r.Realizable:
		why = "the code is not in circulation"
	case !r.Expires.IsZero() && !now.Before(r.Expires):
		why = "the goods are past their date, " + r.Expires.Format(time.DateOnly)
	}
	if why != "" && r.Message != "" {
		why += ": " + r.Message
	}
	return why
}

// saleErrors are the registry's numbers of errors, and what to do.
var saleErrors = map[string]string{
	"1":  "the code is not of the right form: scan it again",
	"2":  "the code has no GTIN: scan it again",
	"3":  "the code has no serial number: scan it again",
	"4":  "the code has characters that no code has: scan it again, with the English keyboard",
	"5":  "the signature of the code has a wrong form: scan it again, with the separators",
	"6":  "the signature of the code is not genuine: the goods must not be sold",
	"7":  "the key of the code's signature is not valid: the goods must not be sold",
	"8":  "the code was not verified in the country that issued it: the goods must not be sold",
	"9":  "the code has identifiers that the registry does not know: scan it again",
	"10": "the registry does not know the code: the goods must not be sold",
}
