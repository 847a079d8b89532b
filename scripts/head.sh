# Sourced by the scripts beside it before they do anything: what an option they do not have, or --help, is answered with.

# show_help "$@": with -h or --help among the words, prints the comment at the script's head and ends.
show_help() {
  local word
  for word in "$@"; do
    case $word in
      -h|--help) sed -n '2,/^[^#]/{s/^# \{0,1\}//p}' "$0"; exit 0 ;;
      --) return ;;
    esac
  done
}

# refuse WHAT: ends with 2.
refuse() {
  echo "$(basename "$0"): $1; 'scripts/$(basename "$0") --help' tells what it does" >&2
  exit 2
}

# take_no_options "$@": refuses words that begin with -.
take_no_options() {
  local word
  for word in "$@"; do
    case $word in -*) refuse "there is no option '$word'" ;; esac
  done
}

# take_nothing "$@": refuses any word.
take_nothing() { [ $# -eq 0 ] || refuse "it takes no words, and not '$1'"; }
