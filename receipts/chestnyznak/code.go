package chestnyznak

import (
	"context"
	"errors"
	"iter"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/lax"
	"github.com/ordo-sdk/ordo/internal/rest"
	"github.com/ordo-sdk/ordo/wire"
)

// CodeStatus is the state of a code in the registry's word. New words come without notice.
type CodeStatus string

// The states of codes.
const (
	Emitted            CodeStatus = "EMITTED"
	Applied            CodeStatus = "APPLIED"
	AppliedNotPaid     CodeStatus = "APPLIED_NOT_PAID"
	Introduced         CodeStatus = "INTRODUCED"          // in circulation
	IntroducedReturned CodeStatus = "INTRODUCED_RETURNED" // of tobacco
	Retired            CodeStatus = "RETIRED"             // out of circulation
	Withdrawn          CodeStatus = "WITHDRAWN"           // of tobacco
	WrittenOff         CodeStatus = "WRITTEN_OFF"
	Disaggregation     CodeStatus = "DISAGGREGATION" // a pack that was broken up
	Disaggregated      CodeStatus = "DISAGGREGATED"
	InGrayZone         CodeStatus = "IN_GRAY_ZONE"
)

// CodeInfo is what the registry knows of a code (cisInfo). Times have their zone; the owner is told to the owner only.
type CodeInfo struct {
	Requested string `json:"requestedCis"` // as it was asked for
	CIS       string `json:"cis"`
	GTIN      string `json:"gtin"`

	Status   CodeStatus `json:"status"`
	StatusEx string     `json:"statusEx"` // what else holds, such as WAIT_SHIPMENT; EMPTY or "" is nothing

	OwnerINN     string `json:"ownerInn"`
	OwnerName    string `json:"ownerName"`
	ProducerINN  string `json:"producerInn"`
	ProducerName string `json:"producerName"`

	Group       string `json:"productGroup"` // such as lp or shoes
	GroupID     int    `json:"productGroupId"`
	ProductName string `json:"productName"`
	Brand       string `json:"brand"`
	TNVED       string `json:"tnVedEaes"`

	PackageType        string `json:"packageType"` // UNIT, GROUP, SET, BUNDLE, LEVEL1 to LEVEL5, …
	GeneralPackageType string `json:"generalPackageType"`
	EmissionType       string `json:"emissionType"`

	EmissionDate    time.Time `json:"emissionDate"`
	ApplicationDate time.Time `json:"applicationDate"`
	IntroducedDate  time.Time `json:"introducedDate"`
	ProducedDate    time.Time `json:"producedDate"`
	ExpirationDate  time.Time `json:"expirationDate"`

	WithdrawReason      string   `json:"withdrawReason"` // such as DISTANCE or RETAIL
	WithdrawReasonOther string   `json:"withdrawReasonOther"`
	MarkWithdraw        bool     `json:"markWithdraw"` // another than the owner brought it out of circulation
	Authorities         []string `json:"ogvs"`         // who blocked it, such as FNS
	Parent              string   `json:"parent"`
	Children            []string `json:"child"`

	Extra wire.Extra `json:"-"`
}

// CodeRow is one row of an answer about codes.
type CodeRow struct {
	Info         CodeInfo   `json:"cisInfo"`
	ErrorCode    string     `json:"errorCode"`
	ErrorMessage string     `json:"errorMessage"`
	Extra        wire.Extra `json:"-"`
	// Problem is why the row says nothing about its code: an *ordo.Error, of class NotFound if the registry does not
	// know the code, Invalid if the row cannot be read or refuses the code, Retry if no row came.
	Problem error `json:"-"`
}

// chunk is how many codes, or articles, one request may have.
const chunk = 1000

// GetCodes reads what the registry knows of codes (cises/info), each given as its identity (marking.Code.CIS), without
// the signature. group is the group of goods, or empty; with a wrong one the registry knows no code. Each code comes
// once; one that the registry does not know has a Problem.
func (c *Client) GetCodes(ctx context.Context, group string, cis ...string) iter.Seq2[CodeRow, error] {
	return func(yield func(CodeRow, error) bool) {
		for part := range slices.Chunk(distinct(cis), chunk) {
			rows, err := c.codes(ctx, group, part)
			if err != nil {
				yield(CodeRow{}, err)
				return
			}
			for _, row := range rows {
				if !yield(row, nil) {
					return
				}
			}
		}
	}
}

func distinct(all []string) []string {
	seen := make(map[string]bool, len(all))
	return slices.DeleteFunc(slices.Clone(all), func(s string) bool {
		again := seen[s]
		seen[s] = true
		return again
	})
}

func (c *Client) codes(ctx context.Context, group string, cis []string) ([]CodeRow, error) {
	const op = "cises/info"
	var in []lax.Row[CodeRow]
	r := rest.Request{Op: op, Method: http.MethodPost, Path: v3 + "/cises/info", Query: pg(group), Check: func() error {
		said := slices.ContainsFunc(in, func(r lax.Row[CodeRow]) bool { return r.Value.Info.Requested != "" })
		return lacks("code", len(in) > 0 && !said)
	}}
	err := c.read(ctx, r, cis, &in)
	var none *missing
	if errors.As(err, &none) {
		err = nil
		if bad := decode(none.body, &in); bad != nil {
			return nil, c.fail(op, ordo.Retry, "the answer is not of the documented form", bad)
		}
	}
	if err != nil {
		return nil, err
	}
	left := make(map[string]bool, len(cis))
	for _, s := range cis {
		left[s] = true
	}
	rows := make([]CodeRow, 0, len(cis))
	for _, r := range in {
		row := r.Value
		asked := left[row.Info.Requested]
		delete(left, row.Info.Requested)
		switch {
		case r.Problem != nil || row.Problem != nil:
			row.Problem = c.fail(op, ordo.Invalid, "the row about code "+rest.Clip(row.Info.Requested)+" is not of the documented form", errors.Join(r.Problem, row.Problem))
		case !asked:
			row.Problem = c.fail(op, ordo.Invalid, "a row is about code "+rest.Clip(row.Info.Requested)+", which was not asked for, or twice", nil)
		case row.ErrorCode != "" || row.ErrorMessage != "":
			e := c.fail(op, ordo.Invalid, row.ErrorMessage, nil)
			if e.Code = row.ErrorCode; e.Code == "404" {
				e.Class = ordo.NotFound
			}
			row.Problem = e
		case row.Info.Status == "":
			row.Problem = c.fail(op, ordo.Invalid, "the registry tells no state of code "+rest.Clip(row.Info.Requested), nil)
		}
		rows = append(rows, row)
	}
	for _, s := range cis {
		if left[s] {
			rows = append(rows, CodeRow{Info: CodeInfo{Requested: s}, Problem: c.fail(op, ordo.Retry, "no row is about code "+rest.Clip(s), nil)})
		}
	}
	return rows, nil
}

// pg is the query with the group of goods.
func pg(group string) url.Values {
	if group == "" {
		return nil
	}
	return url.Values{"pg": {group}}
}
