package megamarket

import (
	"encoding/json"

	"github.com/ordo-sdk/ordo/internal/lax"
)

// Customer is the buyer of an order that the merchant delivers.
type Customer struct {
	FullName string
	Phone    string // digits, without a plus
	Email    string
	Address  Address
	Extra    map[string]json.RawMessage // fields that this package does not know
}

// Address is where to deliver.
type Address struct {
	Source     string // all of it in one line
	PostalCode string
	Region     string // regionWithType
	City       string // cityWithType
	CityArea   string
	Street     string // streetWithType
	House      string
	Block      string
	Flat       string
	KLADR      string // regionKladrId

	FIASRegion      string
	FIASDestination string
	Lat, Lon        string // decimal degrees

	DetachedHouse bool
	CargoElevator bool
	Entrance      string
	Floor         string
	Intercom      string
	Apartment     string
	Comment       string

	Extra map[string]json.RawMessage // fields that this package does not know
}

type wireCustomer struct {
	CustomerFullName lax.Text            `json:"customerFullName"`
	Phone            lax.Text            `json:"phone"`
	Email            lax.Text            `json:"email"`
	Address          object[wireAddress] `json:"address"`
}

type wireAddress struct {
	Source         lax.Text           `json:"source"`
	PostalCode     lax.Text           `json:"postalCode"`
	FIAS           object[wireFIAS]   `json:"fias"`
	Geo            object[wireGeo]    `json:"geo"`
	Access         object[wireAccess] `json:"access"`
	RegionKladrID  lax.Text           `json:"regionKladrId"`
	House          lax.Text           `json:"house"`
	Block          lax.Text           `json:"block"`
	Flat           lax.Text           `json:"flat"`
	RegionWithType lax.Text           `json:"regionWithType"`
	CityWithType   lax.Text           `json:"cityWithType"`
	CityArea       lax.Text           `json:"cityArea"`
	StreetWithType lax.Text           `json:"streetWithType"`
}

type wireFIAS struct {
	RegionID      lax.Text `json:"regionId"`
	DestinationID lax.Text `json:"destinationId"`
	Destination   lax.Text `json:"destination"` // the name that one receiver knows
}

type wireGeo struct {
	Lat lax.Text `json:"lat"`
	Lon lax.Text `json:"lon"`
}

type wireAccess struct {
	DetachedHouse lax.Bool `json:"detachedHouse"`
	Entrance      lax.Text `json:"entrance"`
	Floor         lax.Text `json:"floor"`
	Intercom      lax.Text `json:"intercom"`
	CargoElevator lax.Bool `json:"cargoElevator"`
	Comment       lax.Text `json:"comment"`
	Apartment     lax.Text `json:"apartment"`
}

func customer(o object[wireCustomer]) *Customer {
	if !o.there {
		return nil
	}
	w := o.is
	return &Customer{
		FullName: string(w.CustomerFullName), Phone: string(w.Phone), Email: string(w.Email), Address: address(w.Address),
		Extra: o.extra,
	}
}

func address(o object[wireAddress]) Address {
	w := o.is
	a := Address{
		Source: string(w.Source), PostalCode: string(w.PostalCode), Region: string(w.RegionWithType),
		City: string(w.CityWithType), CityArea: string(w.CityArea), Street: string(w.StreetWithType),
		House: string(w.House), Block: string(w.Block), Flat: string(w.Flat), KLADR: string(w.RegionKladrID),
		FIASRegion: string(w.FIAS.is.RegionID), FIASDestination: string(w.FIAS.is.DestinationID),
		Lat: string(w.Geo.is.Lat), Lon: string(w.Geo.is.Lon),
		DetachedHouse: bool(w.Access.is.DetachedHouse), CargoElevator: bool(w.Access.is.CargoElevator),
		Entrance: string(w.Access.is.Entrance), Floor: string(w.Access.is.Floor), Intercom: string(w.Access.is.Intercom),
		Apartment: string(w.Access.is.Apartment), Comment: string(w.Access.is.Comment), Extra: o.extra,
	}
	if a.FIASDestination == "" {
		a.FIASDestination = string(w.FIAS.is.Destination)
	}
	return a
}
