package bitrix24

import (
	"context"
	"iter"

	"github.com/ordo-sdk/ordo/wire"
	"github.com/ordo-sdk/ordo/wire/bxrest"
)

// PhoneCall is a telephone call that is over.
type PhoneCall struct {
	ID         int64        `json:"ID"`
	Call       string       `json:"CALL_ID"`
	External   string       `json:"EXTERNAL_CALL_ID"`
	Kind       int          `json:"CALL_TYPE"` // 1 out, 2 in, 3 in and redirected, 4 called back, 5 spoken text
	Phone      string       `json:"PHONE_NUMBER"`
	User       int64        `json:"PORTAL_USER_ID"`
	Seconds    int64        `json:"CALL_DURATION"`
	Started    bxrest.Time  `json:"CALL_START_DATE"`
	Code       string       `json:"CALL_FAILED_CODE"` // 200 answered, 304 missed, 486 busy, …
	EntityKind string       `json:"CRM_ENTITY_TYPE"`  // CONTACT, COMPANY, LEAD, DEAL
	Entity     int64        `json:"CRM_ENTITY_ID"`
	Activity   int64        `json:"CRM_ACTIVITY_ID"`
	Cost       wire.Decimal `json:"COST"`
	Extra      wire.Extra   `json:"-"`
	Problem    error        `json:"-"`
}

// ListCalls lists calls by the portal's filter, such as ">=CALL_START_DATE" or "CALL_ID", the oldest first. It needs
// the right to see the statistics.
func (c *Client) ListCalls(ctx context.Context, filter Fields) iter.Seq2[Record[PhoneCall], error] {
	return bxrest.List[PhoneCall](ctx, c.rest, bxrest.Listing{
		Method: "voximplant.statistic.get", Params: map[string]any{"FILTER": map[string]any(filter), "SORT": "ID", "ORDER": "ASC"},
	})
}
