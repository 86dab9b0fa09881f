package retailcrm

import (
	"net/url"
	"reflect"
	"strconv"
	"time"
)

// OrderFilter chooses orders. Fields that are not set do not filter; the values of one list are alternatives.
type OrderFilter struct {
	IDs                []int64           `filter:"ids"`
	ExternalIDs        []string          `filter:"externalIds"`
	Numbers            []string          `filter:"numbers"`
	Sites              []string          `filter:"sites"`          // nil: the client's shop, if it has one
	Statuses           []string          `filter:"extendedStatus"` // codes of statuses and of status groups
	CreatedFrom        DateTime          `filter:"createdAtFrom"`
	CreatedTo          DateTime          `filter:"createdAtTo"`
	StatusUpdatedFrom  DateTime          `filter:"statusUpdatedAtFrom"`
	StatusUpdatedTo    DateTime          `filter:"statusUpdatedAtTo"`
	DeliveryFrom       Date              `filter:"deliveryDateFrom"`
	DeliveryTo         Date              `filter:"deliveryDateTo"`
	ShipmentFrom       Date              `filter:"shipmentDateFrom"`
	ShipmentTo         Date              `filter:"shipmentDateTo"`
	OrderMethods       []string          `filter:"orderMethods"`
	OrderTypes         []string          `filter:"orderTypes"`
	DeliveryTypes      []string          `filter:"deliveryTypes"`
	DeliveryStates     []string          `filter:"deliveryStates"` // none, processing, success, error, cancel, cancel_force
	PaymentTypes       []string          `filter:"paymentTypes"`
	PaymentStatuses    []string          `filter:"paymentStatuses"`
	ShipmentStores     []string          `filter:"shipmentStores"`
	Managers           []int64           `filter:"managers"`
	Shipped            *bool             `filter:"shipped"`
	TrackNumber        string            `filter:"trackNumber"`
	CustomerID         int64             `filter:"customerId"`
	CustomerExternalID string            `filter:"customerExternalId"`
	CustomFields       map[string]string `filter:"customFields"`
	More               url.Values        // further parameters as the CRM names them, such as "filter[minPrice]"
}

// parameters writes what is set in a filter in the CRM's brackets, by the names in its tags. That the filters of
// date-times take a time and not a day only is remembered, not checked.
func parameters(f any, zone *time.Location) url.Values {
	q := url.Values{}
	for field, v := range reflect.ValueOf(f).Fields() {
		name := "filter[" + field.Tag.Get("filter") + "]"
		if v.IsZero() {
			continue
		}
		switch x := v.Interface().(type) {
		case string:
			q.Set(name, x)
		case int64:
			q.Set(name, strconv.FormatInt(x, 10))
		case *bool:
			q.Set(name, map[bool]string{true: "1", false: "0"}[*x])
		case Date:
			q.Set(name, x.String())
		case DateTime:
			q.Set(name, x.in(zone).Format(dateTimeLayout))
		case []string:
			q[name+"[]"] = x
		case []int64:
			for _, id := range x {
				q.Add(name+"[]", strconv.FormatInt(id, 10))
			}
		case map[string]string:
			for code, value := range x {
				q.Set(name+"["+code+"]", value)
			}
		case url.Values:
			for param, values := range x {
				q[param] = values
			}
		}
	}
	return q
}
