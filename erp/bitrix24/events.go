package bitrix24

import (
	"context"
	"strings"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/wire"
	"github.com/ordo-sdk/ordo/wire/bxrest"
)

// The events that the life of an order needs.
const (
	EventDealAdd    = "ONCRMDEALADD"
	EventDealUpdate = "ONCRMDEALUPDATE"
	EventDealDelete = "ONCRMDEALDELETE"
	EventItemAdd    = "ONCRMDYNAMICITEMADD"
	EventItemUpdate = "ONCRMDYNAMICITEMUPDATE"
	EventItemDelete = "ONCRMDYNAMICITEMDELETE"
	EventContact    = "ONCRMCONTACTUPDATE"
	EventTask       = "ONTASKUPDATE"
	EventCallEnd    = "ONVOXIMPLANTCALLEND"
	EventOffline    = "ONOFFLINEEVENT" // online: the queue is no longer empty
)

// BindEvent has the portal call handler at an event. Only applications may. That it is bound already is a success.
func (c *Client) BindEvent(ctx context.Context, event, handler string) error {
	return c.bind(ctx, map[string]any{"event": event, "handler": handler})
}

// BindOffline has the portal keep an event in the offline queue, which nothing is lost from. The queue of the client's
// connector is meant, if it has one. That it is bound already is a success.
func (c *Client) BindOffline(ctx context.Context, event string) error {
	return c.bind(ctx, map[string]any{"event": event, "event_type": "offline"})
}

func (c *Client) bind(ctx context.Context, params map[string]any) error {
	err := c.set(ctx, "event.bind", params, "", nil)
	if isBound(err) {
		return nil
	}
	return err
}

func isBound(err error) bool {
	return bxrest.HasCode(err, bxrest.CodeCore) && ordo.ClassOf(err) == ordo.Conflict
}

// UnbindEvent takes back BindEvent, or with an empty handler BindOffline.
func (c *Client) UnbindEvent(ctx context.Context, event, handler string) error {
	params := map[string]any{"event": event, "handler": handler}
	if handler == "" {
		params = map[string]any{"event": event, "event_type": "offline"}
	}
	var count struct{ Count int }
	return c.set(ctx, "event.unbind", params, "", &count)
}

// Binding is a bound event.
type Binding struct {
	Event     string     `json:"event"`
	Handler   string     `json:"handler"`
	User      int64      `json:"auth_type"`
	Offline   bool       `json:"offline"`
	Connector string     `json:"connector_id"`
	Extra     wire.Extra `json:"-"`
	Problem   error      `json:"-"`
}

// ListBindings lists the application's bound events.
func (c *Client) ListBindings(ctx context.Context) ([]Binding, error) {
	var all []Binding
	err := c.read(ctx, "event.get", nil, "", &all)
	return all, err
}

// OfflineEvent is an event in the queue. There is one for each event and object, with the time of the last.
type OfflineEvent struct {
	ID      int64       `json:"ID"`
	Message string      `json:"MESSAGE_ID"`
	At      bxrest.Time `json:"TIMESTAMP_X"`
	Name    string      `json:"EVENT_NAME"`
	Data    OfflineData `json:"EVENT_DATA"`
	More    struct {
		User  int64      `json:"user_id"`
		Extra wire.Extra `json:"-"`
	} `json:"EVENT_ADDITIONAL"` // who caused it, if somebody did
	Process string     `json:"PROCESS_ID"`
	Error   bool       `json:"ERROR"`
	Extra   wire.Extra `json:"-"`
	Problem error      `json:"-"`
}

// OfflineData is what an event is about. It may be false, or empty.
type OfflineData struct {
	Fields struct {
		ID    int64      `json:"ID"`
		Type  int        `json:"ENTITY_TYPE_ID"` // of items of smart processes
		Extra wire.Extra `json:"-"`
	} `json:"FIELDS"`
	After struct {
		ID    int64      `json:"ID"`
		Extra wire.Extra `json:"-"`
	} `json:"FIELDS_AFTER"` // of tasks
	Call  string     `json:"CALL_ID"`
	Extra wire.Extra `json:"-"`
}

// Offline is what was taken from the queue under one process.
type Offline struct {
	Process string         `json:"process_id"`
	Events  []OfflineEvent `json:"events"`
	Extra   wire.Extra     `json:"-"`
	Problem error          `json:"-"`
}

// ReserveOffline takes up to limit events from the queue, so that they are given to nobody else, and keeps them there
// until [Client.ClearOffline]. With the id of an earlier process it returns what that one holds. A portal whose plan
// lacks this answers class Unsupported; see [Client.TakeOffline].
func (c *Client) ReserveOffline(ctx context.Context, process string, limit int) (Offline, error) {
	params := map[string]any{"clear": 0, "limit": limit, "order": map[string]any{"ID": "ASC"}}
	if process != "" {
		params["process_id"] = process
	}
	var got Offline
	err := c.do(ctx, bxrest.Request{Method: "event.offline.get", Params: params, Repeat: bxrest.Fixed}, &got, nil)
	return got, err
}

// TakeOffline takes up to limit events and deletes them: what is not kept then is lost.
func (c *Client) TakeOffline(ctx context.Context, limit int) (Offline, error) {
	var got Offline
	err := c.do(ctx, bxrest.Request{
		Method: "event.offline.get", Params: map[string]any{"clear": 1, "limit": limit, "order": map[string]any{"ID": "ASC"}},
	}, &got, nil)
	return got, err
}

// ClearOffline deletes the events that a process holds: all of them, or those with these messages.
func (c *Client) ClearOffline(ctx context.Context, process string, messages ...string) error {
	params := map[string]any{"process_id": process}
	if len(messages) > 0 {
		params["message_id"] = messages
	}
	return c.set(ctx, "event.offline.clear", params, "", nil)
}

// FailOffline marks events of a process as failed: they stay in the queue, and are given out only to who asks for
// failed ones.
func (c *Client) FailOffline(ctx context.Context, process string, messages ...string) error {
	return c.set(ctx, "event.offline.error", map[string]any{"process_id": process, "message_id": messages}, "", nil)
}

// ListOffline lists what is in the queue of the client's connector, without taking it.
func (c *Client) ListOffline(ctx context.Context) ([]OfflineEvent, error) {
	params := map[string]any{"order": map[string]any{"ID": "ASC"}}
	if name := c.rest.Connector(); name != "" {
		params["auth_connector"] = name // without it the queue looks empty
	}
	var all []OfflineEvent
	err := c.read(ctx, "event.offline.list", params, "", &all)
	return all, err
}

// Placement is where an application shows itself in the portal.
type Placement struct {
	Code    string     `json:"placement"` // such as CRM_DEAL_DETAIL_TAB
	Handler string     `json:"handler"`
	Title   string     `json:"title"`
	Extra   wire.Extra `json:"-"`
	Problem error      `json:"-"`
}

// BindPlacement shows a page of the application at a place of the portal. Only applications may. That it is there
// already is a success.
func (c *Client) BindPlacement(ctx context.Context, code, handler, title string) error {
	all, err := c.ListPlacements(ctx)
	for _, p := range all {
		if err == nil && strings.EqualFold(p.Code, code) && p.Handler == handler {
			return nil
		}
	}
	if err != nil {
		return err
	}
	return c.set(ctx, "placement.bind", map[string]any{"PLACEMENT": code, "HANDLER": handler, "TITLE": title}, "", nil)
}

// UnbindPlacement takes it away.
func (c *Client) UnbindPlacement(ctx context.Context, code, handler string) error {
	var count struct{ Count int }
	return c.set(ctx, "placement.unbind", map[string]any{"PLACEMENT": code, "HANDLER": handler}, "", &count)
}

// ListPlacements lists where the application shows itself.
func (c *Client) ListPlacements(ctx context.Context) ([]Placement, error) {
	var all []Placement
	err := c.read(ctx, "placement.get", nil, "", &all)
	return all, err
}
