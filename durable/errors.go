package durable

// Problem is what is wrong with a database.
type Problem string

// The problems of a database. All but the last two pass when the cause is removed: nothing was half-written, and work
// goes on by itself.
const (
	ProblemGone     Problem = "cannot be reached"
	ProblemFull     Problem = "is full"
	ProblemReadOnly Problem = "is read-only"
	ProblemLocked   Problem = "is locked by another program"
	ProblemDamaged  Problem = "is damaged, or is no database of this kind"
	ProblemPooler   Problem = "is behind a transaction pooler"
)

// DatabaseError says what is wrong with the database as a whole.
type DatabaseError struct {
	Problem Problem
	Err     error // of the driver
}

// advice says what to do.
func (e *DatabaseError) advice() string {
	switch e.Problem {
	case ProblemGone:
		return "start it, or correct its address"
	case ProblemFull:
		return "make room on its disk"
	case ProblemReadOnly:
		return "give the right to write, or name the primary and not a replica"
	case ProblemLocked:
		return "end the program that holds it, such as a backup or a shell"
	case ProblemDamaged:
		return "restore the last backup"
	case ProblemPooler:
		return "connect to PostgreSQL itself, or open it with WithPooler"
	}
	return ""
}

// Error implements error.
func (e *DatabaseError) Error() string {
	return "durable: the database " + string(e.Problem) + ": " + e.advice() + ": " + e.Err.Error()
}

// Unwrap returns the error of the driver.
func (e *DatabaseError) Unwrap() error { return e.Err }
