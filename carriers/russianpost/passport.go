package russianpost

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/http"
	"net/url"
	"strings"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/lax"
	"github.com/ordo-sdk/ordo/internal/rest"
	"github.com/ordo-sdk/ordo/wire"
)

const (
	opPassport  = "GET /1.0/unloading-passport/zip"
	maxPassport = 128 << 20 // bytes of the ZIP
	maxUnpacked = 2 << 30   // bytes in it
)

// PointKind is which points the whole list has.
type PointKind string

// The kinds of points.
const (
	AllPoints    PointKind = "ALL"
	PostOffices  PointKind = "OPS"
	PickUpPoints PointKind = "PVZ"
	Lockers      PointKind = "APS"
)

// Point is an office, a point or a locker of the whole list, with what an ECOM order may ask of it.
type Point struct {
	Type         string        `json:"type,omitzero"`
	Address      Address       `json:"address"` // its Index is what orders name
	Latitude     wire.Decimal  `json:"latitude,omitzero"`
	Longitude    wire.Decimal  `json:"longitude,omitzero"`
	ECOM         bool          `json:"ecom,omitzero"`
	OnlineParcel bool          `json:"onlineParcel,omitzero"`
	Options      *PointOptions `json:"ecomOptions,omitzero"`
	WorkTime     []string      `json:"workTime,omitempty"` // for people
	Extra        wire.Extra    `json:"-"`
	Problem      error         `json:"-"` // what could not be read
}

// PointOptions are what a point can do with ECOM parcels.
type PointOptions struct {
	Brand             string       `json:"brandName,omitzero"`
	HowToGetThere     string       `json:"getto,omitzero"`
	Card              bool         `json:"cardPayment,omitzero"`
	Cash              bool         `json:"cashPayment,omitzero"`
	Contents          bool         `json:"contentsChecking,omitzero"`
	Functionality     bool         `json:"functionalityChecking,omitzero"`
	Fitting           bool         `json:"withFitting,omitzero"`
	PartialRedemption bool         `json:"partialRedemption,omitzero"`
	Returns           bool         `json:"returnAvailable,omitzero"`
	WeightLimit       wire.Decimal `json:"weightLimit,omitzero"` // the unit is not documented
	Extra             wire.Extra   `json:"-"`
}

// ListPoints lists all points of a kind, tens of thousands: keep them, and ask once a day at most. An error comes once,
// last; a row that cannot be read has a Problem.
func (c *Client) ListPoints(ctx context.Context, kind PointKind) iter.Seq2[Point, error] {
	return func(yield func(Point, error) bool) {
		var raw []byte
		_, err := c.rest.Do(ctx, rest.Request{
			Op: opPassport, Path: "/1.0/unloading-passport/zip", Query: url.Values{"type": {string(kind)}}, MaxBody: maxPassport,
			Header: http.Header{"Accept": {"application/octet-stream"}},
			Check: func() error {
				if !bytes.HasPrefix(raw, []byte("PK")) {
					return errors.New("the answer is no ZIP")
				}
				return nil
			},
		}, &raw)
		if err != nil {
			yield(Point{}, err)
			return
		}
		left := false
		err = eachPoint(raw, func(row lax.Row[Point]) bool {
			p := row.Value
			if row.Problem != nil || p.Problem != nil {
				p.Problem = c.rest.Fail(opPassport, ordo.Invalid, "the row is not of the documented form", errors.Join(p.Problem, row.Problem))
			}
			left = !yield(p, nil)
			return !left
		})
		if err != nil && !left {
			yield(Point{}, c.rest.Fail(opPassport, ordo.Retry, "the list cannot be read", err))
		}
	}
}

// eachPoint yields the points in a ZIP of the whole list: a text file of JSON.
func eachPoint(raw []byte, yield func(lax.Row[Point]) bool) error {
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return err
	}
	seen := 0
	for _, f := range z.File {
		if !strings.HasSuffix(strings.ToLower(f.Name), ".txt") && !strings.HasSuffix(strings.ToLower(f.Name), ".json") {
			continue
		}
		seen++
		in, err := f.Open()
		if err != nil {
			return err
		}
		more, err := pointsOf(io.LimitReader(in, maxUnpacked), yield)
		err = errors.Join(err, in.Close())
		if err != nil || !more {
			return err
		}
	}
	if seen == 0 {
		return errors.New("the ZIP has no list in it")
	}
	return nil
}

// pointsOf yields the elements of the list in one file; more is false when yield wants no more.
func pointsOf(in io.Reader, yield func(lax.Row[Point]) bool) (more bool, err error) {
	d := json.NewDecoder(in)
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return false, errors.Join(errors.New("the list is no object"), err)
	}
	listed := false
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return false, err
		}
		if name != "passportElements" {
			var skipped json.RawMessage
			if err := d.Decode(&skipped); err != nil {
				return false, err
			}
			continue
		}
		if t, err := d.Token(); err != nil || t != json.Delim('[') {
			return false, errors.Join(fmt.Errorf("%v is no list", name), err)
		}
		listed = true
		for d.More() {
			var raw json.RawMessage
			if err := d.Decode(&raw); err != nil {
				return false, err
			}
			if !yield(lax.Rows[Point]([]json.RawMessage{raw}, lax.Options{Zone: moscow()})[0]) {
				return false, nil
			}
		}
		if _, err := d.Token(); err != nil {
			return false, err
		}
	}
	if !listed {
		return false, errors.New("the list has no points")
	}
	_, err = d.Token()
	return true, err
}
