package rozetka

import (
	"context"
	"iter"
	"net/url"
	"strconv"

	"github.com/ordo-sdk/ordo/wire"
)

// The statuses that a seller sets on the ordinary way of an order. status.Rozetka has all that are known.
const (
	StatusNew          = 1
	StatusConfirmed    = 2  // Комплектується. Дані підтверджені
	StatusHandedOver   = 3  // Передано до служби доставки; with a TTN
	StatusOnTheWay     = 4  // Доставляється
	StatusArrived      = 5  // Очікує в пункті самовивозу
	StatusReceived     = 6  // Замовлення виконано; final, and the commission is charged
	StatusNotCollected = 11 // Не прийшов за замовленням
	StatusRefused      = 12 // Відмова при отриманні
	StatusByAdmin      = 13 // Скасовано адміністратором; never set by a seller
	StatusNoContact    = 18 // Не вдалося зв'язатися; an hour after StatusCallAgain
	StatusInWork       = 26 // Обробляється менеджером; the only one in which an order is edited
	StatusRestored     = 31 // Скасування. Створено дублююче замовлення
	StatusCallAgain    = 47 // Планується повторний дзвінок: the buyer was not reached
	StatusCallAgain2   = 48 // the second time; out of use
	StatusDuplicate    = 49 // names another order
	StatusPlanned      = 61 // Заплановано передачу перевізникові; with a TTN
)

// Status is an entry of the dictionary of statuses.
type Status struct {
	ID        int          `json:"id"`
	Name      string       `json:"name"` // in Russian
	NameUK    string       `json:"name_uk"`
	NameUA    string       `json:"name_ua"` // an older form of NameUK
	NameEN    string       `json:"name_en"`
	Title     string       `json:"title"`        // in the language asked for
	Group     int          `json:"status_group"` // 1 in process, 2 successful, 3 unsuccessful
	Type      int          `json:"type"`         // an older form of Group
	Active    bool         `json:"status"`
	Color     string       `json:"color"`
	Available []Transition `json:"status_available"` // where it is asked for
	Extra     wire.Extra   `json:"-"`
	Problem   error        `json:"-"`
}

// StatusFilter is what statuses to look for. What is zero does not filter.
type StatusFilter struct {
	ID        int
	Name      string
	Group     int
	Available bool // with the statuses that may follow
}

// ListStatuses reads the dictionary of statuses.
func (c *Client) ListStatuses(ctx context.Context, f StatusFilter) iter.Seq2[Status, error] {
	q := url.Values{}
	number(q, "id", f.ID)
	number(q, "status_group", f.Group)
	if f.Name != "" {
		q.Set("name", f.Name)
	}
	if f.Available {
		q.Set("expand", string(ExpandAvailable))
	}
	// The documentation names the list orderStatus, live answers orderStatuses.
	return list[Status](ctx, c, "/order-statuses/search", q, "orderStatuses", "orderStatus")
}

func (s *Status) keep() (*wire.Extra, *error) { return &s.Extra, &s.Problem }

// Transition is a step from a status to another one that ROZETKA allows.
type Transition struct {
	ID           int64      `json:"id"`
	From         int        `json:"parent_id"`
	To           int        `json:"child_id"`
	DeliveryType int        `json:"delivery_type"` // 1 the seller's own delivery, 0 a delivery service
	MarketGroup  int        `json:"market_group"`
	Extra        wire.Extra `json:"-"`
	Problem      error      `json:"-"`
}

// TransitionFilter is what transitions to look for. What is zero, or nil, does not filter.
type TransitionFilter struct {
	From, To     int
	DeliveryType *int
}

// ListTransitions reads the table of all steps between statuses. What of it holds for an order is in Order.Available.
func (c *Client) ListTransitions(ctx context.Context, f TransitionFilter) iter.Seq2[Transition, error] {
	q := url.Values{}
	number(q, "parent_id", f.From)
	number(q, "child_id", f.To)
	if f.DeliveryType != nil {
		q.Set("delivery_type", strconv.Itoa(*f.DeliveryType))
	}
	return list[Transition](ctx, c, "/status-availables/search", q, "statusAvailables")
}

func (t *Transition) keep() (*wire.Extra, *error) { return &t.Extra, &t.Problem }

// number sets a filter that is a number.
func number[N int | int64](q url.Values, name string, n N) {
	if n != 0 {
		q.Set(name, strconv.FormatInt(int64(n), 10))
	}
}
