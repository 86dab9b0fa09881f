package retailcrm

import (
	"net/url"
	"strconv"

	"github.com/ordo-sdk/ordo/internal/rest"
)

// OrderKey names an order: by the CRM's ID, or else by the ExternalID that is unique within Site.
type OrderKey struct {
	ID         int64
	ExternalID string
	Site       string // the shop; empty: the client's
}

// named is how an order is named within JSON.
type named struct {
	ID         int64  `json:"id,omitzero"`
	ExternalID string `json:"externalId,omitzero"`
}

// ByID names an order by the CRM's id.
func ByID(id int64) OrderKey { return OrderKey{ID: id} }

// ByExternalID names an order by the id that its creator gave, within the client's shop.
func ByExternalID(id string) OrderKey { return OrderKey{ExternalID: id} }

// in returns the name in paths, and the parameters that say how to take it.
func (k OrderKey) in(c *Client, op string) (name string, params url.Values, err error) {
	params = url.Values{}
	switch {
	case k.ID != 0:
		name = strconv.FormatInt(k.ID, 10)
		params.Set("by", "id")
	case k.ExternalID != "":
		name = k.ExternalID
		params.Set("by", "externalId")
	default:
		return "", nil, c.invalid(op, "no order is named: use ByID or ByExternalID", nil)
	}
	if site := k.site(c); site != "" {
		params.Set("site", site)
	}
	return name, params, nil
}

// same returns an error if an order is another than the one that was asked for.
func (k OrderKey) same(o *Order) error {
	if k.ID != 0 {
		return rest.Same("order", k.ID, o.ID)
	}
	return rest.Same("order", k.ExternalID, o.ExternalID)
}

func (k OrderKey) site(c *Client) string {
	if k.Site != "" {
		return k.Site
	}
	return c.site
}
