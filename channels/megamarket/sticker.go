package megamarket

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"mime"
	"slices"

	"github.com/ordo-sdk/ordo/internal/rest"
)

// Sticker is a printable label.
type Sticker struct {
	ContentType string // "application/pdf"; "text/html" from older servers
	Data        []byte
}

// GetStickers returns the labels for the boxes of the lots, by sticker/print. They exist once order/packing has
// settled. The form that asks for PDF was seen in one client.
func (c *Client) GetStickers(ctx context.Context, shipmentID string, lots ...PackedLot) (*Sticker, error) {
	const op = "sticker/print"
	out := toShipment{ShipmentID: shipmentID}
	for _, l := range lots {
		item := toLot{ItemIndex: l.Lot, Quantity: 1, Boxes: toBoxes(l.Boxes)}
		for _, b := range l.Boxes {
			if !slices.Contains(out.BoxCodes, b.Code) {
				out.BoxCodes = append(out.BoxCodes, b.Code)
			}
		}
		if len(item.Boxes) == 0 {
			return nil, c.invalid(op, fmt.Errorf("lot %d has no boxes", l.Lot))
		}
		out.Items = append(out.Items, item)
	}
	if len(out.Items) == 0 {
		return nil, c.invalid(op, errors.New("no lots"))
	}
	data := struct {
		PrintAsPDF bool `json:"printAsPdf"`
		oneShipment
	}{true, only(out)}
	var s Sticker
	if err := c.read(ctx, op, data, &s); err != nil {
		return nil, err
	}
	return &s, nil
}

// read recognizes a PDF by its first bytes, or else by its content type; the older form is a page in the envelope.
func (s *Sticker) read(r *rest.Reply) error {
	const pdf = "application/pdf"
	media, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")) // a wrong one counts as none
	if bytes.HasPrefix(r.Body, []byte("%PDF")) || (media == pdf && len(r.Body) > 0) {
		*s = Sticker{pdf, r.Body}
		return nil
	}
	var page string
	if err := decodeAnswer(r, &page); err != nil {
		return fmt.Errorf("neither a PDF nor JSON (%d bytes of %q): %w", len(r.Body), media, err)
	}
	if page == "" {
		return errors.New("neither a PDF nor a page")
	}
	*s = Sticker{"text/html", []byte(page)}
	return nil
}
