package retailcrm

import (
	"net/url"
	"strconv"
	"time"
)

// OrderFilter chooses orders. Fields that are not set do not filter; the values of one list are alternatives.
type OrderFilter struct {
	IDs                                []int64
	ExternalIDs, Numbers               []string
	Sites                              []string // nil: the client's shop, if it has one
	Statuses                           []string // codes of statuses and of status groups
	CreatedFrom, CreatedTo             DateTime
	StatusUpdatedFrom, StatusUpdatedTo DateTime
	DeliveryFrom, DeliveryTo           Date
	ShipmentFrom, ShipmentTo           Date
	OrderMethods, OrderTypes           []string
	DeliveryTypes                      []string
	DeliveryStates                     []string // none, processing, success, error, cancel, cancel_force
	PaymentTypes, PaymentStatuses      []string
	ShipmentStores                     []string
	Managers                           []int64
	Shipped                            *bool
	TrackNumber                        string
	CustomerID                         int64
	CustomerExternalID                 string
	CustomFields                       map[string]string
	More                               url.Values // further parameters as the CRM names them, such as "filter[minPrice]"
}

// values writes the filter as the CRM takes it.
func (f OrderFilter) values(zone *time.Location) url.Values {
	q := filter{}
	q.ids("ids", f.IDs)
	q.texts("externalIds", f.ExternalIDs)
	q.texts("numbers", f.Numbers)
	q.texts("sites", f.Sites)
	q.texts("extendedStatus", f.Statuses)
	q.times("createdAt", f.CreatedFrom, f.CreatedTo, zone)
	q.times("statusUpdatedAt", f.StatusUpdatedFrom, f.StatusUpdatedTo, zone)
	q.dates("deliveryDate", f.DeliveryFrom, f.DeliveryTo)
	q.dates("shipmentDate", f.ShipmentFrom, f.ShipmentTo)
	q.texts("orderMethods", f.OrderMethods)
	q.texts("orderTypes", f.OrderTypes)
	q.texts("deliveryTypes", f.DeliveryTypes)
	q.texts("deliveryStates", f.DeliveryStates)
	q.texts("paymentTypes", f.PaymentTypes)
	q.texts("paymentStatuses", f.PaymentStatuses)
	q.texts("shipmentStores", f.ShipmentStores)
	q.ids("managers", f.Managers)
	q.flag("shipped", f.Shipped)
	q.text("trackNumber", f.TrackNumber)
	q.id("customerId", f.CustomerID)
	q.text("customerExternalId", f.CustomerExternalID)
	for code, value := range f.CustomFields {
		q["filter[customFields]["+code+"]"] = []string{value}
	}
	for name, values := range f.More {
		q[name] = values
	}
	return url.Values(q)
}

// filter writes parameters in the CRM's brackets.
type filter url.Values

func (q filter) text(name, value string) {
	if value != "" {
		q["filter["+name+"]"] = []string{value}
	}
}

func (q filter) texts(name string, values []string) {
	if len(values) > 0 {
		q["filter["+name+"][]"] = values
	}
}

func (q filter) id(name string, id int64) {
	if id != 0 {
		q.text(name, strconv.FormatInt(id, 10))
	}
}

func (q filter) ids(name string, ids []int64) {
	values := make([]string, len(ids))
	for i, id := range ids {
		values[i] = strconv.FormatInt(id, 10)
	}
	q.texts(name, values)
}

func (q filter) flag(name string, f *bool) {
	switch {
	case f == nil:
	case *f:
		q.text(name, "1")
	default:
		q.text(name, "0")
	}
}

// time writes a date-time. That these filters take a time and not a day only is remembered, not checked: this is the one
// place to change.
func (q filter) time(name string, t DateTime, zone *time.Location) {
	if !t.IsZero() {
		q.text(name, t.in(zone).Format(dateTimeLayout))
	}
}

func (q filter) times(name string, from, to DateTime, zone *time.Location) {
	q.time(name+"From", from, zone)
	q.time(name+"To", to, zone)
}

func (q filter) dates(name string, from, to Date) {
	q.text(name+"From", from.String())
	q.text(name+"To", to.String())
}
