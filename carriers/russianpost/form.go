package russianpost

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"github.com/ordo-sdk/ordo/internal/rest"
)

// FormKind is a kind of papers.
type FormKind string

// The papers. Those of orders of a batch and of the batch itself can be printed once it is checked in; before that they
// are refused with status 400.
const (
	FormBacklog      FormKind = "backlog"      // all of an order that is in no batch, by its id; of class Unsupported for parcels
	FormOrder        FormKind = "forms"        // all of an order of a batch, by its id
	FormLabel        FormKind = "f7"           // its address label
	FormCOD          FormKind = "f112"         // its form of the cash on delivery
	FormBatch        FormKind = "zip"          // all of a batch, by its name: a ZIP
	FormF103         FormKind = "f103"         // the list of a batch
	FormCompleteness FormKind = "completeness" // the form of what was checked, of a batch
	FormReturn       FormKind = "return"       // the label of a return, by its barcode
)

// formPaths are where papers are.
var formPaths = map[FormKind]string{
	FormBacklog: "/1.0/forms/backlog/%s/forms", FormOrder: "/1.0/forms/%s/forms", FormLabel: "/1.0/forms/%s/f7pdf",
	FormCOD: "/1.0/forms/%s/f112pdf", FormBatch: "/1.0/forms/%s/zip-all", FormF103: "/1.0/forms/%s/f103pdf",
	FormCompleteness: "/1.0/forms/%s/completeness-checking-form", FormReturn: "/1.0/forms/%s/easy-return-pdf",
}

// FormOptions say how papers are printed. The zero value leaves it to the vendor.
type FormOptions struct {
	SendingDate Date
	Print       string // PAPER, THERMO
	Sides       string // ONE_SIDED, TWO_SIDED
}

// GetForm returns papers: a PDF, or a ZIP of FormBatch. of is an id, the name of a batch or a barcode, as the kind
// says. A number of the shop is none of them: the error is of class NotFound.
func (c *Client) GetForm(ctx context.Context, kind FormKind, of string, o FormOptions) ([]byte, error) {
	path, known := formPaths[kind]
	op := "GET " + fmt.Sprintf(path, "{id}")
	if !known || blank(of) {
		return nil, c.invalid("GET /1.0/forms", fmt.Sprintf("the kind %q is not known, or the id is empty", string(kind)))
	}
	q := url.Values{}
	for name, value := range map[string]string{"sending-date": string(o.SendingDate), "print-type": o.Print, "print-type-form": o.Sides} {
		if value != "" {
			q.Set(name, value)
		}
	}
	var out []byte
	_, err := c.rest.Do(ctx, rest.Request{
		Op: op, Path: rest.Pathf(path, of), Query: q, Header: http.Header{"Accept": {"*/*"}}, MaxBody: maxWhole,
		Check: func() error {
			if !bytes.HasPrefix(out, []byte("%PDF")) && !bytes.HasPrefix(out, []byte("PK")) {
				return errors.New("the answer is neither a PDF nor a ZIP")
			}
			return nil
		},
	}, &out)
	if err != nil {
		return nil, err
	}
	return out, nil
}
